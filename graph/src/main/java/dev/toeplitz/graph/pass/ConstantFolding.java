package dev.toeplitz.graph.pass;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.reference.Reference;
import dev.toeplitz.graph.tensor.Rounding;
import dev.toeplitz.graph.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Computes what depends on constants alone, once: in double precision, each result rounded to its type, as a device would
 * leave it. What is then a graph output stays a node's, since an output must be computed.
 */
public final class ConstantFolding implements Pass {
    /** A result may be larger than all it is made of, but not by much: a fill of a shape is worth more than its elements. */
    private static final long MOST_NEW_ELEMENTS = 1 << 16;

    @Override
    public Graph apply(Graph graph) {
        Map<Value, Tensor> constants = new LinkedHashMap<>(graph.constants());
        Set<Value> leaving = Set.copyOf(graph.outputs());
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            boolean leaves = node.outputs().stream().anyMatch(leaving::contains);
            if (!leaves && isKnown(node, constants) && isSmall(node)) {
                fold(node, constants);
            } else {
                nodes.add(node);
            }
        }
        return new Graph(graph.name(), graph.inputs(), constants, nodes, graph.outputs());
    }

    private static boolean isKnown(Node node, Map<Value, Tensor> constants) {
        return node.inputs().stream()
                .allMatch(value ->
                        constants.containsKey(value) && constants.get(value).known());
    }

    private static boolean isSmall(Node node) {
        return elements(node.outputs()) <= Math.max(elements(node.inputs()), MOST_NEW_ELEMENTS);
    }

    private static long elements(List<Value> values) {
        return values.stream().mapToLong(value -> value.type().elements()).sum();
    }

    private static void fold(Node node, Map<Value, Tensor> constants) {
        List<Tensor> inputs = node.inputs().stream().map(constants::get).toList();
        List<Tensor> made = Reference.evaluate(node, inputs);
        for (int i = 0; i < made.size(); i++) {
            Value output = node.outputs().get(i);
            constants.put(output, Rounding.to(output.type(), made.get(i).toDoubles()));
        }
    }
}
