package dev.toeplitz.graph.pass;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gives weights that are left open one value everywhere, which takes no room: a network that has its shapes and can be passed on. */
public final class FilledWeights {
    private FilledWeights() {}

    public static Graph fill(Graph graph, double fill) {
        Map<Value, Tensor> constants = new LinkedHashMap<>();
        graph.constants()
                .forEach((value, tensor) ->
                        constants.put(value, tensor.known() ? tensor : new Tensor.Filled(value.type(), fill)));
        return new Graph(graph.name(), graph.inputs(), constants, graph.nodes(), graph.outputs());
    }
}
