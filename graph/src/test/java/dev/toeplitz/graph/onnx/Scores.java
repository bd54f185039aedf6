package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a network is judged by. */
public final class Scores {
    private Scores() {}

    /** The outputs, and what the last node reads: of a softmax that is sure of one class little can be said otherwise. */
    public static Graph of(Graph graph) {
        Set<Value> outputs = new LinkedHashSet<>(graph.outputs());
        graph.nodes().getLast().inputs().stream()
                .filter(value -> !graph.isConstant(value) && !graph.inputs().contains(value))
                .forEach(outputs::add);
        return new Graph(graph.name(), graph.inputs(), graph.constants(), graph.nodes(), List.copyOf(outputs));
    }
}
