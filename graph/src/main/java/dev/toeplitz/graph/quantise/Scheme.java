package dev.toeplitz.graph.quantise;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.ChannelShuffle;
import dev.toeplitz.graph.op.Clip;
import dev.toeplitz.graph.op.Concat;
import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.op.Pool;
import dev.toeplitz.graph.op.Relu;
import dev.toeplitz.graph.op.Reshape;
import dev.toeplitz.graph.op.Transpose;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.terms.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which layers multiply integers, which values are held in eight bits alone, and at which scale. A value is, where all who read it want it
 * so: such layers, and operators that only move numbers or choose among them, whose result is wanted so in turn. What those join has
 * one scale.
 */
final class Scheme {
    private final Graph graph;
    private final Ranges ranges;
    private final Map<Node, Layer> layers = new LinkedHashMap<>();
    private final List<Quantiser.Kept> kept = new ArrayList<>();
    private final Set<Value> results = new HashSet<>();
    private final Set<Node> absorbed = new HashSet<>();
    private final Map<Value, List<Node>> readers = new HashMap<>();
    private final Set<Value> leaving;
    private final Map<Value, Boolean> wanted = new HashMap<>();
    private final Map<Value, Value> joined = new HashMap<>();
    private final Map<Value, Range> shared = new HashMap<>();

    Scheme(Graph graph, Ranges ranges) {
        this.graph = graph;
        this.ranges = ranges;
        this.leaving = Set.copyOf(graph.outputs());
        for (Node node : graph.nodes()) {
            node.inputs().stream()
                    .distinct()
                    .forEach(value -> readers.computeIfAbsent(value, _ -> new ArrayList<>())
                            .add(node));
            if (Layer.isContraction(node.operator())) {
                Optional<String> obstacle = Layer.obstacle(graph, node, ranges);
                obstacle.ifPresentOrElse(
                        why -> kept.add(new Quantiser.Kept(node, why)), () -> layers.put(node, Layer.of(graph, node)));
            }
        }
        layers.keySet().forEach(layer -> results.add(output(layer)));
        layers.keySet().forEach(layer -> activation(layer).ifPresent(absorbed::add));
        join();
    }

    Map<Node, Layer> layers() {
        return layers;
    }

    List<Quantiser.Kept> kept() {
        return kept;
    }

    /** Whether an operator does to scaled integers what it does to the numbers that they stand for. */
    private static boolean passes(Operator operator) {
        return switch (operator) {
            case Reshape _, Transpose _, Concat _, ChannelShuffle _, Relu _ -> true;
            case Pool pool -> pool.fold() == Fold.MAX;
            default -> false;
        };
    }

    /** Whether a value is wanted in eight bits by all who read it. */
    boolean isWanted(Value value) {
        Boolean known = wanted.get(value);
        if (known == null) {
            known = !leaving.contains(value)
                    && value.type().type() == DataType.FLOAT32
                    && ranges.of(value).filter(Range::isFinite).isPresent()
                    && readers.containsKey(value)
                    && readers.get(value).stream().allMatch(reader -> wants(reader, value));
            wanted.put(value, known);
        }
        return known;
    }

    private boolean wants(Node reader, Value value) {
        return layers.containsKey(reader)
                ? reader.inputs().getFirst().equals(value)
                : runsInEight(reader) || isActivationOfLayer(reader) && isWanted(output(reader));
    }

    /** Whether a node that moves numbers or chooses among them does so with integers. */
    boolean runsInEight(Node node) {
        return passes(node.operator())
                && node.inputs().stream().noneMatch(graph::isConstant)
                && node.inputs().stream()
                        .allMatch(value ->
                                ranges.of(value).filter(Range::isFinite).isPresent())
                && isWanted(output(node));
    }

    private boolean isActivationOfLayer(Node node) {
        Value x = node.inputs().getFirst();
        return holdsAboveZero(node.operator()) && readers.get(x).size() == 1 && results.contains(x);
    }

    /** Whether nothing below 0 leaves it, and nothing between 0 and its most is changed. */
    static boolean holdsAboveZero(Operator operator) {
        return operator instanceof Relu
                || operator instanceof Clip(double least, double most) && least == 0 && most > 0;
    }

    /** Whether a node is some layer's {@link #activation}. */
    boolean isAbsorbed(Node node) {
        return absorbed.contains(node);
    }

    /** The activation that a layer's result goes into and that is then held in eight bits, so that rounding the sums does it. */
    Optional<Node> activation(Node layer) {
        Value y = output(layer);
        List<Node> readings = readers.getOrDefault(y, List.of());
        return readings.size() == 1
                        && !leaving.contains(y)
                        && holdsAboveZero(readings.getFirst().operator())
                        && isWanted(output(readings.getFirst()))
                ? Optional.of(readings.getFirst())
                : Optional.empty();
    }

    static Value output(Node node) {
        return node.outputs().getFirst();
    }

    private void join() {
        for (Node node : graph.nodes()) {
            if (runsInEight(node) && !absorbed.contains(node)) {
                node.inputs().forEach(input -> join(input, output(node)));
            }
        }
        ranges.all().forEach((value, range) -> shared.merge(root(value), range, Range::with));
    }

    private void join(Value one, Value other) {
        if (!root(one).equals(root(other))) {
            joined.put(root(one), root(other));
        }
    }

    private Value root(Value value) {
        Value root = value;
        while (joined.containsKey(root)) {
            root = joined.get(root);
        }
        return root;
    }

    /** How a value is held in eight bits. */
    Scale scale(Value value) {
        return Scale.of(shared.get(root(value)));
    }

    /** The same for all that share it. */
    Value named(Value value) {
        return root(value);
    }
}
