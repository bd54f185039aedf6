package dev.toeplitz.graph.pass;

import dev.toeplitz.graph.FreeNames;
import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.BatchNorm;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Merges batch normalisation into the convolution or fully connected layer before it: with s = γ / √(variance + ε), w
 * becomes s · w and the bias s · (bias − mean) + β, computed in double precision and rounded once. Weights that are left
 * open stay open. The old constants are left for {@link DeadNodeRemoval}. Source: Jacob et al. 2018, section 3.2.
 */
public final class FoldBatchNorm implements Pass {
    /** A batch normalisation that must run by itself, and why. */
    public record Kept(Node node, String reason) {}

    @Override
    public Graph apply(Graph graph) {
        List<Match> matches = matches(graph);
        return matches.isEmpty() ? graph : folded(graph, matches);
    }

    /** The batch normalisations that stay where the pass has done what it can. */
    public static List<Kept> kept(Graph graph) {
        Edges edges = new Edges(graph);
        return graph.nodes().stream()
                .filter(node -> node.operator() instanceof BatchNorm)
                .flatMap(node -> obstacle(graph, edges, node).map(why -> new Kept(node, why)).stream())
                .toList();
    }

    /** A contraction and the batch normalisations after it, each the only reader of what comes before. */
    private record Match(Node contraction, List<Node> norms) {}

    private static List<Match> matches(Graph graph) {
        Edges edges = new Edges(graph);
        Map<Value, Match> found = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            if (!(node.operator() instanceof BatchNorm)) {
                continue;
            }
            Value x = node.inputs().getFirst();
            Match before = found.get(x);
            if (before != null && edges.readers(x) == 1 && !edges.leaves(x) && hasOwnFactors(graph, node)) {
                found.remove(x);
                List<Node> norms = new ArrayList<>(before.norms());
                norms.add(node);
                found.put(node.outputs().getFirst(), new Match(before.contraction(), norms));
            } else if (obstacle(graph, edges, node).isEmpty()) {
                Node contraction = edges.maker(x).orElseThrow();
                found.put(node.outputs().getFirst(), new Match(contraction, List.of(node)));
            }
        }
        return List.copyOf(found.values());
    }

    private static boolean hasOwnFactors(Graph graph, Node norm) {
        return norm.inputs().stream().skip(1).allMatch(graph::isConstant)
                && Factors.of(graph, List.of(norm)).finite();
    }

    /** Why a batch normalisation cannot be merged; empty where it can. */
    private static Optional<String> obstacle(Graph graph, Edges edges, Node norm) {
        Value x = norm.inputs().getFirst();
        Optional<Node> maker = edges.maker(x);
        if (maker.isEmpty()) {
            return Optional.of("nothing comes before it");
        }
        Node before = maker.get();
        Optional<Absorber> absorber = before.inputs().size() < 2 ? Optional.empty() : absorber(before);
        if (absorber.isEmpty()) {
            return Optional.of("%s before it has no weights".formatted(place(before)));
        }
        if (edges.readers(x) > 1 || edges.leaves(x)) {
            return Optional.of("others read %s too".formatted(place(before)));
        }
        boolean constant = Stream.concat(
                        before.inputs().stream().skip(1), norm.inputs().stream().skip(1))
                .allMatch(graph::isConstant);
        if (!constant) {
            return Optional.of("its parameters, or the weights of %s, are computed".formatted(place(before)));
        }
        if (before.inputs().size() > 2
                && !isPerChannel(before.inputs().get(2).type().shape(), x)) {
            return Optional.of("the bias of %s is not one value a channel".formatted(place(before)));
        }
        return Factors.of(graph, List.of(norm)).finite() ? Optional.empty() : Optional.of("a variance is not positive");
    }

    private static Optional<Absorber> absorber(Node node) {
        return Absorber.of(node.operator(), node.inputs().get(1).type().shape());
    }

    private static String place(Node node) {
        return Node.place(node.name(), node.operator());
    }

    /** A bias of one value, or of one for each channel along the last axis. */
    private static boolean isPerChannel(Shape bias, Value result) {
        int channels = result.type().shape().at(1);
        return bias.elements() == 1 || bias.elements() == channels && bias.at(-1) == channels;
    }

    private static Graph folded(Graph graph, List<Match> matches) {
        Map<Value, Tensor> constants = new LinkedHashMap<>(graph.constants());
        FreeNames names = new FreeNames(graph);
        Map<Node, Node> merged = new HashMap<>();
        Set<Node> gone = new HashSet<>();
        for (Match match : matches) {
            merged.put(match.contraction(), merge(graph, match, constants, names));
            gone.addAll(match.norms());
        }
        List<Node> nodes = graph.nodes().stream()
                .filter(node -> !gone.contains(node))
                .map(node -> merged.getOrDefault(node, node))
                .toList();
        return new Graph(graph.name(), graph.inputs(), constants, nodes, graph.outputs());
    }

    private static Node merge(Graph graph, Match match, Map<Value, Tensor> constants, FreeNames names) {
        Node before = match.contraction();
        Absorber absorber = absorber(before).orElseThrow();
        Factors factors = Factors.of(graph, match.norms());
        Value weight = before.inputs().get(1);
        Tensor bias =
                before.inputs().size() > 2 ? graph.constant(before.inputs().get(2)) : null;
        Value newWeight = new Value(names.value(weight.name() + ".folded"), weight.type());
        constants.put(newWeight, factors.scaled(graph.constant(weight), absorber));
        TensorType biasType = weight.type().with(Shape.of(factors.channels()));
        Value newBias = new Value(names.value(before.name() + ".bias.folded"), biasType);
        constants.put(newBias, factors.shifted(bias, absorber.biasFactor(), biasType));
        return new Node(
                before.name(),
                absorber.operator(),
                List.of(before.inputs().getFirst(), newWeight, newBias),
                match.norms().getLast().outputs());
    }
}
