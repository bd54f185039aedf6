package dev.toeplitz.graph.work;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.View;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The figures that papers print of a whole network, read from what its steps do and never from how its operators are
 * called.
 *
 * @param macs multiply-accumulates of every contraction: convolutions and fully connected layers, bias adds left out
 * @param weightLayers contractions that read a constant, as "a network of 19 weight layers" counts them
 * @param depth the most of them that stand one after another on a path from an input to an output
 * @param biasAdds elements to which a step that does nothing else adds a constant
 * @param contractionOutputs elements that contractions write: the "activations" of design-space papers
 */
public record Totals(
        Parameters parameters, long macs, int weightLayers, int depth, long biasAdds, long contractionOutputs) {
    private static final Scalar SUM = Scalar.arg(0).plus(Scalar.arg(1));

    public static Totals of(Graph graph) {
        return new Totals(
                Parameters.of(graph),
                sum(
                        graph,
                        node -> sum(
                                contractions(node), step -> MatrixWork.of(step).macs())),
                (int) graph.nodes().stream()
                        .mapToLong(node -> weightLayers(graph, node))
                        .sum(),
                depth(graph),
                sum(graph, node -> biasAdds(graph, node)),
                sum(graph, node -> sum(contractions(node), step -> step.result().elements())));
    }

    private static long sum(Graph graph, ToLongFunction<Node> count) {
        return sum(graph.nodes().stream(), count);
    }

    private static <T> long sum(Stream<T> parts, ToLongFunction<T> count) {
        return parts.mapToLong(count).reduce(0, Math::addExact);
    }

    private static Stream<Contract> contractions(Node node) {
        return node.definition().steps().stream()
                .filter(Contract.class::isInstance)
                .map(Contract.class::cast);
    }

    private static long weightLayers(Graph graph, Node node) {
        return contractions(node)
                .filter(step -> reads(step).anyMatch(view -> isConstant(graph, node, view)))
                .count();
    }

    private static Stream<View> reads(Contract step) {
        return Stream.of(step.left(), step.right());
    }

    private static boolean isConstant(Graph graph, Node node, View view) {
        List<Value> inputs = node.inputs();
        return view.operand() < inputs.size() && graph.isConstant(inputs.get(view.operand()));
    }

    private static int depth(Graph graph) {
        Map<Value, Integer> depths = new HashMap<>();
        for (Node node : graph.nodes()) {
            int before = node.inputs().stream()
                    .mapToInt(value -> depths.getOrDefault(value, 0))
                    .max()
                    .orElse(0);
            int through = before + (int) weightLayers(graph, node);
            node.outputs().forEach(value -> depths.put(value, through));
        }
        return graph.outputs().stream()
                .mapToInt(value -> depths.getOrDefault(value, 0))
                .max()
                .orElse(0);
    }

    private static long biasAdds(Graph graph, Node node) {
        return sum(
                node.definition().steps().stream().filter(step -> addsAConstant(graph, node, step)),
                step -> step.result().elements());
    }

    private static boolean addsAConstant(Graph graph, Node node, Step step) {
        return step instanceof Pointwise(var _, List<View> operands, Scalar f)
                && f.equals(SUM)
                && operands.stream()
                                .filter(view -> isConstant(graph, node, view))
                                .count()
                        == 1;
    }
}
