package dev.toeplitz.graph.hint;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.Arg;
import dev.toeplitz.graph.step.Scalar.Binary;
import dev.toeplitz.graph.step.Scalar.BinaryOp;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.step.Step.Pointwise;
import java.util.List;

/** What is added or concatenated should have the same range: all of one sign, or all of both. In fixed point it must. */
final class SameSigns implements Rule {
    private static final String RULE = "join feature maps of the same range: all of them after a ReLU, or none";

    @Override
    public List<Hint> check(Graph graph) {
        Signs signs = new Signs(graph);
        return graph.nodes().stream()
                .filter(SameSigns::joins)
                .filter(node -> mixes(graph, signs, node))
                .map(node -> new Hint(
                        RULE,
                        node.name(),
                        "of %d inputs %d are never negative"
                                .formatted(
                                        maps(graph, node).size(),
                                        maps(graph, node).stream()
                                                .filter(signs::isNeverNegative)
                                                .count())))
                .toList();
    }

    private static List<Value> maps(Graph graph, Node node) {
        return node.inputs().stream().filter(value -> !graph.isConstant(value)).toList();
    }

    private static boolean mixes(Graph graph, Signs signs, Node node) {
        return maps(graph, node).stream().map(signs::isNeverNegative).distinct().count() > 1;
    }

    private static boolean joins(Node node) {
        List<Step> steps = node.definition().steps();
        return steps.size() == 1
                && node.inputs().size() > 1
                && (steps.getFirst() instanceof Move
                        || steps.getFirst() instanceof Pointwise pointwise && isSum(pointwise.f()));
    }

    private static boolean isSum(Scalar f) {
        return switch (f) {
            case Arg _ -> true;
            case Binary(BinaryOp op, Scalar x, Scalar y) -> op == BinaryOp.ADD && isSum(x) && isSum(y);
            default -> false;
        };
    }
}
