package dev.toeplitz.runtime.execute;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Graphs that have nothing to do with each other as one, so that all their kernels are compiled at once. */
final class Beside {
    private final List<Value> inputs = new ArrayList<>();
    private final Map<Value, Tensor> constants = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final List<Value> outputs = new ArrayList<>();
    private int graphs;

    /** Adds a graph; gives its values as they are called in the whole. */
    Map<Value, Value> add(Graph graph) {
        String prefix = "g" + graphs++ + ".";
        Map<Value, Value> renamed = new HashMap<>();
        graph.inputs().forEach(value -> inputs.add(renamed(renamed, value, prefix)));
        graph.constants().forEach((value, tensor) -> constants.put(renamed(renamed, value, prefix), tensor));
        for (Node node : graph.nodes()) {
            nodes.add(new Node(
                    prefix + node.name(),
                    node.operator(),
                    node.inputs().stream().map(renamed::get).toList(),
                    node.outputs().stream()
                            .map(value -> renamed(renamed, value, prefix))
                            .toList()));
        }
        graph.outputs().forEach(value -> outputs.add(renamed.get(value)));
        return renamed;
    }

    private static Value renamed(Map<Value, Value> renamed, Value value, String prefix) {
        return renamed.computeIfAbsent(value, _ -> new Value(prefix + value.name(), value.type()));
    }

    Graph graph() {
        return new Graph("side by side", inputs, constants, nodes, outputs);
    }
}
