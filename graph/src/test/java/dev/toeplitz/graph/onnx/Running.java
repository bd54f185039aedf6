package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.reference.PointByPoint;
import dev.toeplitz.graph.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A whole graph through the reference. */
final class Running {
    private Running() {}

    /** The outputs, in order, for the inputs by name. */
    static List<Tensor> run(Graph graph, Map<String, Tensor> inputs) {
        Map<Value, Tensor> values = new HashMap<>(graph.constants());
        graph.inputs().forEach(input -> values.put(input, inputs.get(input.name())));
        for (Node node : graph.nodes()) {
            Tensor[] operands = node.inputs().stream().map(values::get).toArray(Tensor[]::new);
            List<Tensor> results = PointByPoint.evaluate(node.operator(), operands);
            for (int i = 0; i < results.size(); i++) {
                values.put(node.outputs().get(i), results.get(i));
            }
        }
        return graph.outputs().stream().map(values::get).toList();
    }
}
