package dev.toeplitz.graph;

import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.InputException;
import java.util.List;

/** An operator at its place in a graph. Names are unique within a graph. */
public record Node(String name, Operator operator, List<Value> inputs, List<Value> outputs) {
    public Node {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** The inputs' types. */
    public List<TensorType> inputTypes() {
        return inputs.stream().map(Value::type).toList();
    }

    /** What this node computes. */
    public Definition definition() {
        return operator.define(inputTypes());
    }

    /** How a message names it: {@code node 'conv1' (Conv)}. */
    public static String place(String name, Operator operator) {
        return "node '%s' (%s)".formatted(name, operator.name());
    }

    /** The operator's output types for these inputs; a refusal names the node. */
    static List<TensorType> infer(String name, Operator operator, List<Value> inputs) {
        try {
            return operator.outputs(inputs.stream().map(Value::type).toList());
        } catch (InputException e) {
            throw e.at(place(name, operator));
        }
    }
}
