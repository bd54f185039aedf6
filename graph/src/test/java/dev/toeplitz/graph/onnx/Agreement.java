package dev.toeplitz.graph.onnx;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.reference.Bounded;
import dev.toeplitz.graph.reference.Precision;
import dev.toeplitz.graph.reference.Reference;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.terms.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * ONNX Runtime against the reference, node by node: every value is made an output, and what the runtime gave for a node is
 * judged, on the runtime's own inputs to it, by the reference and its bound for single precision. So no error is carried from
 * node to node, and none can hide behind a later one.
 */
final class Agreement {
    private Agreement() {}

    /** An element that is further off than its bound, or off in type. */
    record Difference(Node node, String what, double share) {
        @Override
        public String toString() {
            return "%s: %s".formatted(Node.place(node.name(), node.operator()), what);
        }
    }

    /** The first node that differs; none where all agree. */
    static Optional<Difference> difference(Graph graph, Map<Value, Tensor> inputs) {
        return differences(graph, inputs).stream().findFirst();
    }

    static List<Difference> differences(Graph graph, Map<Value, Tensor> inputs) {
        Map<Value, Tensor> found = new LinkedHashMap<>(inputs);
        found.putAll(OnnxRuntime.run(exposed(graph), inputs, OptLevel.NO_OPT));
        found.putAll(graph.constants());
        List<Difference> differences = new ArrayList<>();
        for (Node node : graph.nodes()) {
            judge(node, found).ifPresent(differences::add);
        }
        return differences;
    }

    /** The same graph with every value an output. */
    static Graph exposed(Graph graph) {
        Set<Value> all = new LinkedHashSet<>();
        graph.nodes().forEach(node -> all.addAll(node.outputs()));
        return new Graph(graph.name(), graph.inputs(), graph.constants(), graph.nodes(), List.copyOf(all));
    }

    private static Optional<Difference> judge(Node node, Map<Value, Tensor> found) {
        List<Tensor> read = node.inputs().stream().map(found::get).toList();
        if (!read.stream().allMatch(Agreement::finite)) {
            return Optional.empty(); // what becomes of infinities and of what is no number, ONNX leaves open
        }
        List<Bounded> expected = Reference.bounded(node.operator(), read, Precision.of(DataType.FLOAT32));
        for (int output = 0; output < expected.size(); output++) {
            Value value = node.outputs().get(output);
            Tensor given = found.get(value);
            if (!given.type().equals(value.type())) {
                return Optional.of(new Difference(
                        node, "output %d is %s, not %s".formatted(output, given.type(), value.type()), 1));
            }
            Optional<Difference> difference = judge(node, expected.get(output), given, Allowances.of(node, read));
            if (difference.isPresent()) {
                return difference;
            }
        }
        return Optional.empty();
    }

    private static Optional<Difference> judge(Node node, Bounded expected, Tensor given, double allowance) {
        for (int i = 0; i < given.type().elements(); i++) {
            double value = expected.value()[i];
            double bound = expected.bound()[i] + allowance;
            boolean near = Math.abs(given.at(i) - value) <= bound;
            if (!near && !expected.accepts(i, given.at(i)) && !overflows(value, given.at(i))) {
                double share = Math.abs(given.at(i) - value) / bound;
                return Optional.of(new Difference(
                        node,
                        "element %d is %s, reference %s, bound %.3g (%.3g of it)"
                                .formatted(i, given.at(i), value, bound, share),
                        share));
            }
        }
        return Optional.empty();
    }

    private static boolean finite(Tensor tensor) {
        return !tensor.type().type().isFloat()
                || Arrays.stream(tensor.toDoubles()).allMatch(Double::isFinite);
    }

    /** Where the true number is beyond single precision an infinity of its sign is right. */
    private static boolean overflows(double value, double given) {
        return Math.abs(value) > Float.MAX_VALUE && given == Math.copySign(Double.POSITIVE_INFINITY, value);
    }
}
