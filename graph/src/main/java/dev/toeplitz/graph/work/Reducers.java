package dev.toeplitz.graph.work;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Concat;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.Pool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What 1 × 1 convolutions save that narrow a module's input before larger filters, and its pool's output after it (Szegedy
 * et al. 2014, figure 2: the naive module against the one with reductions). A module is the nodes whose names share
 * everything up to the last '/' with the node that joins its branches.
 */
public final class Reducers {
    private final Graph graph;
    private final Map<Value, Node> makers = new HashMap<>();

    private Reducers(Graph graph) {
        this.graph = graph;
        graph.nodes().forEach(node -> node.outputs().forEach(value -> makers.put(value, node)));
    }

    /** Multiply-accumulates and parameters of the module's convolutions, and the channels that it passes on. */
    public record Cost(long macs, long parameters, long channels) {}

    /**
     * @param channels that the module reads
     * @param reduced as it is
     * @param naive where larger filters read the input itself, and the pool's output is passed on as it is
     */
    public record Module(String name, long channels, Cost reduced, Cost naive) {
        /** How many times as many MACs the naive module takes. */
        public double ratio() {
            return naive.macs() / (double) reduced.macs();
        }
    }

    /** The modules that have such convolutions, in the graph's order. */
    public static List<Module> of(Graph graph) {
        Reducers reducers = new Reducers(graph);
        return graph.nodes().stream()
                .filter(node -> node.operator() instanceof Concat && node.name().contains("/"))
                .flatMap(join -> reducers.module(join).stream())
                .toList();
    }

    private Optional<Module> module(Node join) {
        String name = join.name().substring(0, join.name().lastIndexOf('/'));
        List<Node> nodes = graph.nodes().stream()
                .filter(node -> node.name().startsWith(name + "/"))
                .toList();
        Set<Value> inputs = nodes.stream()
                .flatMap(node -> node.inputs().stream())
                .filter(value -> !graph.isConstant(value) && !nodes.contains(makers.get(value)))
                .collect(Collectors.toSet());
        List<Node> convolutions =
                nodes.stream().filter(node -> node.operator() instanceof Conv).toList();
        if (inputs.size() != 1 || convolutions.isEmpty()) {
            return Optional.empty();
        }
        return module(name, channels(inputs.iterator().next()), convolutions, join, nodes);
    }

    private Optional<Module> module(String name, long read, List<Node> convolutions, Node join, List<Node> nodes) {
        List<Node> reducers = new ArrayList<>();
        for (Node each : convolutions) {
            Node source = source(each, nodes);
            if (source != null && isPointwise(source) && source(source, nodes) == null && !isPointwise(each)) {
                reducers.add(source);
            }
        }
        long macs = 0;
        long parameters = 0;
        long passed = channels(join.outputs().getFirst());
        for (Node each : convolutions) {
            Node source = source(each, nodes);
            if (source != null && source.operator() instanceof Pool && isPointwise(each)) {
                passed += channels(source.outputs().getFirst())
                        - channels(each.outputs().getFirst());
            } else if (!reducers.contains(each)) {
                long wider = reducers.contains(source)
                        ? read
                        : channels(each.inputs().getFirst());
                macs += macs(each) / channels(each.inputs().getFirst()) * wider;
                long weights = each.inputs().get(1).type().elements();
                parameters += parameters(each)
                        - weights
                        + weights / channels(each.inputs().getFirst()) * wider;
            }
        }
        if (reducers.isEmpty()) {
            return Optional.empty();
        }
        Cost reduced = new Cost(
                convolutions.stream().mapToLong(Reducers::macs).sum(),
                convolutions.stream().mapToLong(this::parameters).sum(),
                channels(join.outputs().getFirst()));
        return Optional.of(new Module(name, read, reduced, new Cost(macs, parameters, passed)));
    }

    /** The convolution or pool in the module whose result a convolution reads, activated or not; null: the module's input. */
    private Node source(Node convolution, List<Node> module) {
        Node maker = makers.get(convolution.inputs().getFirst());
        while (maker != null && !(maker.operator() instanceof Conv || maker.operator() instanceof Pool)) {
            maker = makers.get(maker.inputs().getFirst());
        }
        return module.contains(maker) ? maker : null;
    }

    private static boolean isPointwise(Node node) {
        return node.operator() instanceof Conv conv
                && conv.groups() == 1
                && conv.windows().stream().allMatch(window -> window.size() == 1);
    }

    private static long channels(Value value) {
        return value.type().shape().at(1);
    }

    private static long macs(Node node) {
        return Operations.of(List.of(node)).matrix();
    }

    private long parameters(Node node) {
        return Parameters.of(graph, List.of(node)).trainable();
    }
}
