package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

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
import java.util.List;

/** exp(x − max) / Σ exp(x − max) along {@code axes} neighbouring axes from {@code axis} on. The maximum keeps exp finite. */
public record Softmax(int axis, int axes) implements SameType {
    @Override
    public Shape output(List<Shape> inputs) {
        Shape x = Inputs.count(inputs, 1).getFirst();
        Positions.requireLane(x, axis, axes);
        return x;
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        // Seen as before × along × after, whatever the rank.
        Shape x = inputs.getFirst().shape();
        int from = x.axis(axis);
        int to = from + axes;
        Shape x3 = Positions.before(x, from, to);
        Shape folded = x3.with(1, 1);
        Loops along = Positions.lane(x3);
        Scalar shifted = arg(0).minus(arg(1)).exp();
        List<Step> steps = List.of(
                new Reduce(folded, along, Positions.lane(0, x3, false), Fold.MAX),
                new Pointwise(x3, List.of(View.aligned(0, x3, x3), View.aligned(1, folded, x3)), shifted),
                new Reduce(folded, along, Positions.lane(2, x3, false), Fold.SUM),
                new Pointwise(x3, List.of(View.aligned(2, x3, x3), View.aligned(3, folded, x3)), arg(0).over(arg(1))));
        return new Definition(1, steps);
    }
}
