package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.Step.Reduce;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.LoopDim;
import java.util.List;

/** exp(x − max) / Σ exp(x − max) along {@code axes} neighbouring axes from {@code axis} on. The maximum keeps exp finite. */
public record Softmax(int axis, int axes) implements SameType {
    @Override
    public Shape output(List<Shape> inputs) {
        Shape x = Inputs.count(inputs, 1).getFirst();
        x.axis(axis);
        return x;
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        // Seen as before × along × after, whatever the rank.
        Shape x = inputs.getFirst().shape();
        int from = x.axis(axis);
        int to = from + axes;
        Shape x3 = Shape.of(x.product(0, from), x.product(from, to), x.product(to, x.rank()));
        Shape folded = x3.with(1, 1);
        Loops along = Loops.none().with(LoopDim.IN_CHANNEL, x3.at(1));
        Scalar shifted = arg(0).minus(arg(1)).exp();
        List<Step> steps = List.of(
                new Reduce(folded, along, lane(0, x3), Fold.MAX),
                new Pointwise(x3, List.of(View.aligned(0, x3, x3), View.aligned(1, folded, x3)), shifted),
                new Reduce(folded, along, lane(2, x3), Fold.SUM),
                new Pointwise(x3, List.of(View.aligned(2, x3, x3), View.aligned(3, folded, x3)), arg(0).over(arg(1))));
        return new Definition(1, steps);
    }

    private static View lane(int operand, Shape x3) {
        return View.of(operand, x3)
                .axis(LoopDim.axis(0))
                .axis(Axis.of(LoopDim.IN_CHANNEL))
                .axis(LoopDim.axis(2))
                .build();
    }
}
