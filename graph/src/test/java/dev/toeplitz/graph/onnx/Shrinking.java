package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.onnx.RandomGraphs.Case;
import dev.toeplitz.graph.reference.Reference;
import dev.toeplitz.graph.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Makes a failing graph smaller: nodes go as long as what is left still fails; what they made flows in instead. */
final class Shrinking {
    private final Map<Value, Tensor> known = new LinkedHashMap<>();
    private final Predicate<Case> fails;

    private Shrinking(Case whole, Predicate<Case> fails) {
        this.fails = fails;
        known.putAll(whole.inputs());
        Reference.walk(whole.graph(), whole.inputs(), (node, _, outputs) -> {
            for (int i = 0; i < outputs.size(); i++) {
                known.put(node.outputs().get(i), rounded(outputs.get(i)));
            }
        });
    }

    static Case shrink(Case whole, Predicate<Case> fails) {
        Shrinking shrinking = new Shrinking(whole, fails);
        Case smaller = whole;
        for (Case next = shrinking.step(smaller); next != smaller; next = shrinking.step(smaller)) {
            smaller = next;
        }
        return smaller;
    }

    private static Tensor rounded(Tensor tensor) {
        double[] numbers = tensor.toDoubles();
        Arrays.setAll(numbers, i -> (float) numbers[i]);
        return Tensor.of(tensor.type(), numbers);
    }

    /** Half of the nodes where that still fails, then quarters, then one; the same case where none can go. */
    private Case step(Case found) {
        List<Node> nodes = found.graph().nodes();
        for (int count = Math.max(1, nodes.size() / 2); count >= 1; count /= 2) {
            for (int from = nodes.size() - count; from >= 0; from -= count) {
                List<Node> left = new ArrayList<>(nodes);
                left.subList(from, from + count).clear();
                if (!left.isEmpty()) {
                    Case smaller = of(found.graph(), left);
                    if (fails.test(smaller)) {
                        return smaller;
                    }
                }
            }
        }
        return found;
    }

    private Case of(Graph graph, List<Node> nodes) {
        Set<Value> made = new HashSet<>();
        nodes.forEach(node -> made.addAll(node.outputs()));
        Map<Value, Tensor> constants = new LinkedHashMap<>();
        Map<Value, Tensor> inputs = new LinkedHashMap<>();
        Set<Value> outputs = new LinkedHashSet<>();
        for (Node node : nodes) {
            outputs.addAll(node.outputs());
            for (Value value : node.inputs()) {
                if (graph.isConstant(value)) {
                    constants.put(value, graph.constant(value));
                } else if (!made.contains(value)) {
                    inputs.put(value, known.get(value));
                }
            }
        }
        Graph smaller = new Graph(graph.name(), List.copyOf(inputs.keySet()), constants, nodes, List.copyOf(outputs));
        return new Case(smaller, inputs);
    }
}
