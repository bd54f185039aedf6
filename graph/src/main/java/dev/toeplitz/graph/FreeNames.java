package dev.toeplitz.graph;

import java.util.HashSet;
import java.util.Set;

/** Names of values and nodes that are not taken yet. */
public final class FreeNames {
    private final Set<String> values = new HashSet<>();
    private final Set<String> nodes = new HashSet<>();

    public FreeNames(Graph graph) {
        graph.inputs().forEach(value -> values.add(value.name()));
        graph.constants().keySet().forEach(value -> values.add(value.name()));
        graph.nodes().forEach(node -> {
            nodes.add(node.name());
            node.outputs().forEach(value -> values.add(value.name()));
        });
    }

    public String value(String wanted) {
        return free(wanted, values);
    }

    public String node(String wanted) {
        return free(wanted, nodes);
    }

    private static String free(String wanted, Set<String> taken) {
        String name = wanted;
        for (int i = 2; !taken.add(name); i++) {
            name = wanted + "_" + i;
        }
        return name;
    }
}
