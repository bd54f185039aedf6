package dev.toeplitz.graph.hint;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Step.Reduce;
import dev.toeplitz.graph.work.MatrixWork;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last layer with weights before an output, and the global pooling next to it, before it or after it.
 *
 * @param features what it multiplies for each of its outputs
 * @param outputs its outputs: classes, as a rule
 * @param pooling the node that folds a whole map into one value a channel; null where there is none
 */
record Classifier(Node node, long features, long outputs, Node pooling) {
    /** Of each output of the graph that has one. */
    static List<Classifier> of(Graph graph) {
        Map<Value, Node> makers = new HashMap<>();
        graph.nodes().forEach(node -> node.outputs().forEach(value -> makers.put(value, node)));
        List<Classifier> found = new ArrayList<>();
        for (Value output : graph.outputs()) {
            before(graph, makers, output).ifPresent(found::add);
        }
        return found;
    }

    private static Optional<Classifier> before(Graph graph, Map<Value, Node> makers, Value output) {
        Node pooling = null;
        Node node = makers.get(output);
        while (node != null && contraction(graph, node).isEmpty()) {
            if (node.inputs().size() > 1) {
                return Optional.empty(); // several things meet here, as in a recurrent network: no classifier's output
            }
            pooling = pools(node) ? node : pooling;
            node = makers.get(node.inputs().getFirst());
        }
        if (node == null) {
            return Optional.empty();
        }
        MatrixWork work = MatrixWork.of(contraction(graph, node).orElseThrow());
        for (Node earlier = makers.get(node.inputs().getFirst());
                pooling == null
                        && earlier != null
                        && contraction(graph, earlier).isEmpty();
                earlier = makers.get(earlier.inputs().getFirst())) {
            pooling = pools(earlier) ? earlier : null;
        }
        return Optional.of(new Classifier(node, work.k(), work.n() * work.groups(), pooling));
    }

    private static Optional<Contract> contraction(Graph graph, Node node) {
        boolean weighs =
                node.inputs().size() > 1 && graph.isConstant(node.inputs().get(1));
        List<Step> steps = node.definition().steps();
        boolean linear = steps.stream().skip(1).allMatch(step -> step instanceof Step.Pointwise);
        return weighs && linear && steps.getFirst() instanceof Contract contract
                ? Optional.of(contract)
                : Optional.empty();
    }

    /** One fold, whose result is one pixel of a map of more. */
    private static boolean pools(Node node) {
        List<Step> steps = node.definition().steps();
        var map = node.inputs().getFirst().type().shape();
        return steps.size() == 1
                && steps.getFirst() instanceof Reduce reduce
                && map.rank() > 2
                && map.product(2, map.rank()) > 1
                && reduce.result().elements() == (long) map.at(0) * map.at(1);
    }
}
