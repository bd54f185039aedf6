package dev.toeplitz.graph.pass;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who makes and who reads each value of a graph. */
final class Edges {
    private final Map<Value, Node> makers = new HashMap<>();
    private final Map<Value, Integer> readers = new HashMap<>();
    private final Set<Value> leaving;

    Edges(Graph graph) {
        leaving = Set.copyOf(graph.outputs());
        for (Node node : graph.nodes()) {
            node.outputs().forEach(value -> makers.put(value, node));
            new HashSet<>(node.inputs()).forEach(value -> readers.merge(value, 1, Integer::sum));
        }
    }

    /** The node that computes a value; none for inputs and constants. */
    Optional<Node> maker(Value value) {
        return Optional.ofNullable(makers.get(value));
    }

    /** How many nodes read it. */
    int readers(Value value) {
        return readers.getOrDefault(value, 0);
    }

    /** Whether it is an output of the graph. */
    boolean leaves(Value value) {
        return leaving.contains(value);
    }
}
