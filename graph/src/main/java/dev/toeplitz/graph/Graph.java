package dev.toeplitz.graph;

import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Require;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A network with every shape known. Nodes stand in an order in which each reads only what was made before it;
 * {@code constants} are the weights. Checked whole at construction, so whoever holds a graph holds a valid one.
 */
public record Graph(
        String name, List<Value> inputs, Map<Value, Tensor> constants, List<Node> nodes, List<Value> outputs) {
    public Graph {
        inputs = List.copyOf(inputs);
        constants = Collections.unmodifiableMap(new LinkedHashMap<>(constants));
        nodes = List.copyOf(nodes);
        outputs = List.copyOf(outputs);
        requireValid(inputs, constants, nodes, outputs);
    }

    /** The constant behind a value, or null where it is computed or an input. */
    public Tensor constant(Value value) {
        return constants.get(value);
    }

    public boolean isConstant(Value value) {
        return constants.containsKey(value);
    }

    private static void requireValid(
            List<Value> inputs, Map<Value, Tensor> constants, List<Node> nodes, List<Value> outputs) {
        Set<Value> made = new HashSet<>();
        Set<String> names = new HashSet<>();
        inputs.forEach(value -> make(value, made, names));
        constants.forEach((value, tensor) -> {
            make(value, made, names);
            requireType(value, tensor.type());
        });
        Set<String> nodeNames = new HashSet<>();
        for (Node node : nodes) {
            requireNewName("node", node.name(), nodeNames.add(node.name()));
            node.inputs().forEach(value -> requireMade(node, value, made));
            List<TensorType> types = Node.infer(node.name(), node.operator(), node.inputs());
            Require.that(
                    types.size() == node.outputs().size(),
                    "node '%s' has %d outputs"
                            .formatted(node.name(), node.outputs().size()),
                    "%d".formatted(types.size()),
                    "name each output");
            for (int i = 0; i < types.size(); i++) {
                requireType(node.outputs().get(i), types.get(i));
                make(node.outputs().get(i), made, names);
            }
        }
        for (Value output : outputs) {
            Require.that(
                    made.contains(output),
                    "output '%s' is made by no node".formatted(output.name()),
                    "a value of the graph",
                    "check the graph's outputs");
        }
    }

    private static void make(Value value, Set<Value> made, Set<String> names) {
        requireNewName("value", value.name(), names.add(value.name()));
        made.add(value);
    }

    private static void requireNewName(String kind, String name, boolean isNew) {
        Require.that(isNew, "%s '%s' is made twice".formatted(kind, name), "distinct names", "rename one of them");
    }

    private static void requireMade(Node node, Value value, Set<Value> made) {
        if (!made.contains(value)) {
            throw new InputException(
                            "input '%s' is not made by any earlier node".formatted(value.name()),
                            "an input, a constant or an earlier node's output",
                            "the graph has a cycle or lacks a node")
                    .at(Node.place(node.name(), node.operator()));
        }
    }

    private static void requireType(Value value, TensorType type) {
        Require.that(
                value.type().equals(type),
                "value '%s' is declared as %s".formatted(value.name(), value.type()),
                type.toString(),
                "correct the declaration");
    }
}
