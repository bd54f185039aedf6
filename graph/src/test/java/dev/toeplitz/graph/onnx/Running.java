package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.reference.Reference;
import dev.toeplitz.graph.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A whole graph through the reference, inputs by name. */
final class Running {
    private Running() {}

    /** The outputs, in the graph's order. */
    static List<Tensor> run(Graph graph, Map<String, Tensor> inputs) {
        Map<Value, Tensor> given = new HashMap<>();
        graph.inputs().forEach(input -> given.put(input, inputs.get(input.name())));
        Map<Value, Tensor> results = Reference.run(graph, given);
        return graph.outputs().stream().map(results::get).toList();
    }
}
