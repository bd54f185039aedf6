package dev.toeplitz.graph.pass;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.terms.Require;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Leaves out nodes and constants that no output depends on. Inputs stay, read or not: they are what a caller gives. */
public final class DeadNodeRemoval implements Pass {
    @Override
    public Graph apply(Graph graph) {
        return keeping(graph, graph.outputs());
    }

    /**
     * The part of a graph that some of its values need, those as its outputs: a network without its auxiliary heads, or up
     * to a layer in its middle.
     */
    public static Graph keeping(Graph graph, List<Value> outputs) {
        Require.that(!outputs.isEmpty(), "no outputs to keep", "at least one", "name an output of the network");
        Set<Value> needed = new HashSet<>(outputs);
        List<Node> kept = new ArrayList<>();
        for (Node node : graph.nodes().reversed()) {
            if (node.outputs().stream().anyMatch(needed::contains)) {
                kept.add(node);
                needed.addAll(node.inputs());
            }
        }
        Map<Value, Tensor> constants = new LinkedHashMap<>(graph.constants());
        constants.keySet().retainAll(needed);
        return new Graph(graph.name(), graph.inputs(), constants, kept.reversed(), outputs);
    }
}
