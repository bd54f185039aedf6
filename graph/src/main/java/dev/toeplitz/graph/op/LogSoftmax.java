package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Scalar.UnaryOp;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.Step.Reduce;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import java.util.List;

/** x − max − log Σ exp(x − max) along {@code axes} neighbouring axes from {@code axis} on. */
public record LogSoftmax(int axis, int axes) implements SameType {
    @Override
    public Shape output(List<Shape> inputs) {
        Shape x = Inputs.count(inputs, 1).getFirst();
        Positions.requireLane(x, axis, axes);
        return x;
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        Shape x = inputs.getFirst().shape();
        int from = x.axis(axis);
        return new Definition(1, steps(1, Positions.before(x, from, from + axes)));
    }

    /** Of value 0, seen as before × along × after; the first step makes value {@code first}, the fifth the result. */
    static List<Step> steps(int first, Shape x3) {
        Loops along = Positions.lane(x3);
        Shape folded = x3.with(1, 1);
        View shifted = View.aligned(first + 1, x3, x3);
        return List.of(
                new Reduce(folded, along, Positions.lane(0, x3, false), Fold.MAX),
                new Pointwise(
                        x3, List.of(View.aligned(0, x3, x3), View.aligned(first, folded, x3)), arg(0).minus(arg(1))),
                new Pointwise(x3, List.of(shifted), arg(0).exp()),
                new Reduce(folded, along, Positions.lane(first + 2, x3, false), Fold.SUM),
                new Pointwise(
                        x3,
                        List.of(shifted, View.aligned(first + 3, folded, x3)),
                        arg(0).minus(arg(1).apply(UnaryOp.LOG))));
    }
}
