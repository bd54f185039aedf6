package dev.toeplitz.graph.work;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Lrn;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.Step.Reduce;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One layer as the UT Dallas lecture notes (2019) tabulate AlexNet. It is their convention and not what a layer costs:
 * a bias add is one MAC; a bias is held once for each output element, and so counts among the parameters; a
 * nonlinearity takes one operation an element, pooling F · F for each output, local response normalisation 2 n − 1; nothing
 * is done in place; dropout, reshapes and concatenations have no row.
 *
 * @param operations what their column MACs counts
 * @param input elements of the feature maps that come in
 * @param output elements that go out
 */
public record LectureRow(String layer, String operator, long operations, long input, long parameters, long output) {
    /** Input, parameters and output together. */
    public long memory() {
        return Math.addExact(Math.addExact(input, parameters), output);
    }

    /** A row for each input of the network, then one for each node that computes something. */
    public static List<LectureRow> of(Graph graph) {
        List<LectureRow> rows = new ArrayList<>();
        graph.inputs()
                .forEach(value -> rows.add(new LectureRow(
                        value.name(), "Input", 0, 0, 0, value.type().elements())));
        graph.nodes().forEach(node -> of(graph, node).ifPresent(rows::add));
        return rows;
    }

    /** The row of one node; none where it computes nothing. */
    public static Optional<LectureRow> of(Graph graph, Node node) {
        long operations = operations(node);
        if (operations == 0) {
            return Optional.empty();
        }
        long output = node.outputs().stream()
                .mapToLong(value -> value.type().elements())
                .sum();
        long input = node.inputs().stream()
                .filter(value -> !graph.isConstant(value))
                .mapToLong(value -> value.type().elements())
                .sum();
        return Optional.of(new LectureRow(
                node.name(), node.operator().name(), operations, input, parameters(graph, node, output), output));
    }

    private static long parameters(Graph graph, Node node, long output) {
        List<Value> constants = node.inputs().stream().filter(graph::isConstant).toList();
        if (addsABias(graph, node)) {
            return Math.addExact(constants.getFirst().type().elements(), output);
        }
        return constants.stream().mapToLong(value -> value.type().elements()).sum();
    }

    /** A contraction with a weight, and after it a bias. */
    private static boolean addsABias(Graph graph, Node node) {
        boolean contracts = node.definition().steps().getFirst() instanceof Contract;
        return contracts && node.inputs().stream().filter(graph::isConstant).count() == 2;
    }

    private static long operations(Node node) {
        if (node.operator() instanceof Lrn lrn) {
            long elements = node.outputs().getFirst().type().elements();
            return Math.multiplyExact(2L * lrn.size() - 1, elements);
        }
        long sum = 0;
        boolean pooled = node.definition().steps().getLast() instanceof Reduce;
        for (Step step : node.definition().steps()) {
            sum = Math.addExact(sum, operations(step, pooled));
        }
        boolean elementwise = node.definition().steps().stream().noneMatch(step -> step instanceof Contract) && !pooled;
        return elementwise && sum > 0 ? node.outputs().getFirst().type().elements() : sum;
    }

    private static long operations(Step step, boolean pooled) {
        return switch (step) {
            case Contract contract -> MatrixWork.of(contract).macs();
            case Pointwise pointwise ->
                pointwise.f().equals(Scalar.arg(0)) ? 0 : pointwise.result().elements();
            case Reduce reduce ->
                pooled
                        ? Math.multiplyExact(
                                reduce.window().points(), reduce.result().elements())
                        : 0;
            case Move _ -> 0;
            case Step.Scan _ ->
                Work.of(step).stream()
                        .mapToLong(work -> work instanceof MatrixWork matrix ? matrix.macs() : 0)
                        .sum();
        };
    }
}
