package dev.toeplitz.graph.work;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.work.Layer.Read;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Groups a graph's nodes into layers. Each node is in exactly one. A node joins the layer before it when it is
 * element-wise, aligned with that layer's result and its only reader: then the result never has to be written.
 */
public final class Layers {
    private final Graph graph;
    /** Whether nodes with a second map join the one before. */
    private final boolean residualsJoin;

    private final Map<Value, Integer> readers = new HashMap<>();
    private final Set<Value> leaving;
    private final List<Group> groups = new ArrayList<>();
    /** For each value at which a group can still be extended, that group. */
    private final Map<Value, Group> open = new HashMap<>();

    /** A layer in the making. It runs where its last node stands: by then all it reads is made, and nobody read it before. */
    private static final class Group {
        private final List<Node> nodes = new ArrayList<>();
        private int position;
    }

    private Layers(Graph graph, boolean residualsJoin) {
        this.graph = graph;
        this.residualsJoin = residualsJoin;
        this.leaving = Set.copyOf(graph.outputs());
        for (Node node : graph.nodes()) {
            new HashSet<>(node.inputs()).forEach(value -> readers.merge(value, 1, Integer::sum));
        }
    }

    /** Layers with element-wise followers joined to contractions. */
    public static List<Layer> fused(Graph graph) {
        return fused(graph, true);
    }

    /**
     * The same.
     *
     * @param residualsJoin whether followers that read a second map join too; otherwise each is a layer of its own, which its
     *     own followers join
     */
    public static List<Layer> fused(Graph graph, boolean residualsJoin) {
        Layers layers = new Layers(graph, residualsJoin);
        for (int position = 0; position < graph.nodes().size(); position++) {
            layers.place(graph.nodes().get(position), position);
        }
        return layers.sorted().map(group -> layers.layer(group.nodes)).toList();
    }

    /** A layer for each node. */
    public static List<Layer> single(Graph graph) {
        Layers layers = new Layers(graph, true);
        return graph.nodes().stream().map(node -> layers.layer(List.of(node))).toList();
    }

    /**
     * Nodes in chains that one kernel may run: an element-wise node joins the one before it, whose last step is a
     * contraction, a fold or element-wise itself, when it is that one's only reader.
     */
    public static List<List<Node>> chained(Graph graph) {
        Layers layers = new Layers(graph, true);
        for (int position = 0; position < graph.nodes().size(); position++) {
            Node node = graph.nodes().get(position);
            layers.place(node, position, !(node.definition().unrolled().steps().getLast() instanceof Move));
        }
        return layers.sorted().map(group -> List.copyOf(group.nodes)).toList();
    }

    private Stream<Group> sorted() {
        return groups.stream().sorted(Comparator.comparingInt(group -> group.position));
    }

    private void place(Node node, int position) {
        place(node, position, isContraction(node.definition()) || isApart(node));
    }

    private void place(Node node, int position, boolean begins) {
        Value into = isApart(node) ? null : epilogueOf(node, node.definition());
        Group group = into == null ? newGroup() : open.remove(into);
        group.nodes.add(node);
        group.position = position;
        boolean extendable = into != null || begins;
        if (extendable && node.outputs().size() == 1) {
            open.put(node.outputs().getFirst(), group);
        }
    }

    private Group newGroup() {
        Group group = new Group();
        groups.add(group);
        return group;
    }

    /** The value whose group this node may join; null where there is none. */
    private Value epilogueOf(Node node, Definition definition) {
        if (definition.steps().size() != 1 || !(definition.steps().getFirst() instanceof Pointwise pointwise)) {
            return null;
        }
        // Where two inputs could be joined, the later made one is: the other then exists already when this runs.
        Value chosen = null;
        for (var view : pointwise.operands()) {
            Value value = node.inputs().get(view.operand());
            boolean joins = open.containsKey(value)
                    && readers.get(value) == 1
                    && !leaving.contains(value)
                    && view.isAlignedWith(pointwise.result());
            if (joins && (chosen == null || madeAfter(value, chosen))) {
                chosen = value;
            }
        }
        return chosen;
    }

    /** Whether this node reads a second map where such do not join. */
    private boolean isApart(Node node) {
        return !residualsJoin
                && node.definition().steps().getFirst() instanceof Pointwise
                && node.inputs().stream()
                                .filter(value -> !graph.isConstant(value))
                                .distinct()
                                .count()
                        > 1;
    }

    private boolean madeAfter(Value a, Value b) {
        return open.get(a).position > open.get(b).position;
    }

    /** One contraction, and after it nothing but what is element-wise on its result. */
    private static boolean isContraction(Definition definition) {
        List<Step> steps = definition.steps();
        return steps.getFirst() instanceof Contract
                && steps.stream().skip(1).allMatch(step -> step instanceof Pointwise);
    }

    private Layer layer(List<Node> group) {
        Set<Value> made = new HashSet<>();
        Set<Value> read = new LinkedHashSet<>();
        List<Work> work = new ArrayList<>();
        for (Node node : group) {
            node.inputs().stream().filter(value -> !made.contains(value)).forEach(read::add);
            made.addAll(node.outputs());
            node.definition().steps().forEach(step -> work.addAll(Work.of(step)));
        }
        List<Read> reads = read.stream()
                .map(value -> new Read(value, graph.isConstant(value)))
                .toList();
        return new Layer(group, work, reads, group.getLast().outputs());
    }
}
