package dev.toeplitz.graph.step;

import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Step.Copy;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.Step.Reduce;
import dev.toeplitz.graph.step.Step.Scan;
import dev.toeplitz.graph.tensor.Shape;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** A step among other steps: the same, but for the numbers of the values that it reads and makes. */
public final class Renumbering {
    private Renumbering() {}

    /**
     * @param value the new number of each value that the step reads
     * @param result the number of the value that it makes
     */
    public static Step of(Step step, IntUnaryOperator value, int result) {
        return switch (step) {
            case Contract(Loops loops, View left, View right, View out) ->
                new Contract(loops, renumbered(left, value), renumbered(right, value), out.of(result));
            case Pointwise(Shape shape, List<View> operands, Scalar f) ->
                new Pointwise(
                        shape,
                        operands.stream().map(view -> renumbered(view, value)).toList(),
                        f);
            case Reduce(Shape shape, Loops window, View operand, Step.Fold fold) ->
                new Reduce(shape, window, renumbered(operand, value), fold);
            case Move(Shape shape, List<Copy> copies, double fill) ->
                new Move(
                        shape,
                        copies.stream()
                                .map(copy -> new Copy(
                                        copy.loops(),
                                        renumbered(copy.from(), value),
                                        copy.to().of(result)))
                                .toList(),
                        fill);
            case Scan _ -> throw new IllegalStateException("a scan is written out, not renumbered");
        };
    }

    private static View renumbered(View view, IntUnaryOperator value) {
        return view.of(value.applyAsInt(view.operand()));
    }
}
