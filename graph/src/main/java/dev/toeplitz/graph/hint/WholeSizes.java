package dev.toeplitz.graph.hint;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Axis.Term;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Step.Reduce;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.LoopDim;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Windows should fit: where a size is rounded down, the last rows or columns reach no window. Padding that is left over
 * costs nothing, and neither do pixels that a stride larger than its filter skips everywhere.
 */
final class WholeSizes implements Rule {
    private static final String RULE = "keep sizes whole multiples of the strides, by padding if need be";

    @Override
    public List<Hint> check(Graph graph) {
        return graph.nodes().stream().flatMap(node -> check(graph, node)).toList();
    }

    private static Stream<Hint> check(Graph graph, Node node) {
        return node.definition().steps().stream()
                .flatMap(step -> lost(step).stream())
                .filter(lost -> lost.operand >= node.inputs().size()
                        || !graph.isConstant(node.inputs().get(lost.operand)))
                .map(lost -> new Hint(
                        RULE,
                        node.name(),
                        "the last %d of %d elements along axis %d reach no window"
                                .formatted(lost.count, lost.extent, lost.axis)));
    }

    /** Elements at the end of an operand's axis that are never read. */
    private record Lost(int operand, int axis, int extent, int count) {}

    private static List<Lost> lost(Step step) {
        return switch (step) {
            case Contract(Loops loops, View left, View right, View out) ->
                Stream.of(left, right)
                        .flatMap(view -> lost(view, loops, out::movesWith))
                        .toList();
            case Reduce(Shape result, Loops window, View operand, var _) ->
                lost(operand, Loops.over(result).around(window), loop -> window.position(loop) < 0)
                        .toList();
            case Step.Pointwise _, Step.Move _, Step.Scan _ -> List.of();
        };
    }

    private static Stream<Lost> lost(View view, Loops loops, Predicate<LoopDim> movesResult) {
        return IntStream.range(0, view.shape().rank()).boxed().flatMap(axis -> {
            int extent = view.shape().at(axis);
            return view.axes().get(axis) instanceof Axis.Affine affine
                    ? unread(affine, extent, loops, movesResult)
                            .map(count -> new Lost(view.operand(), axis, extent, count))
                            .stream()
                    : Stream.empty();
        });
    }

    private static Optional<Integer> unread(Axis.Affine axis, int extent, Loops loops, Predicate<LoopDim> movesResult) {
        int last = axis.offset();
        int stride = 1;
        int span = 1;
        for (Term term : axis.terms()) {
            int reach = term.coefficient() * (loops.extent(term.dim()) - 1);
            last += Math.max(0, reach);
            if (movesResult.test(term.dim())) {
                stride = Math.max(stride, term.coefficient());
            } else {
                span += Math.max(0, reach);
            }
        }
        int count = extent - 1 - last - Math.max(0, stride - span);
        return count > 0 && stride > 1 ? Optional.of(count) : Optional.empty();
    }
}
