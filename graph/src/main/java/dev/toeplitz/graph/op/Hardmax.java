package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.BinaryOp;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.Step.Reduce;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.LoopDim;
import java.util.List;

/** 1 where the first largest element stands along {@code axes} neighbouring axes from {@code axis} on, 0 elsewhere. */
public record Hardmax(int axis, int axes) implements SameType {
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
        Shape x3 = Positions.before(x, from, from + axes);
        Reduce best = new Reduce(x3.with(1, 1), Positions.lane(x3), Positions.lane(0, x3, false), Fold.ARG_MAX);
        Scalar f = new Scalar.Index(LoopDim.axis(1)).apply(BinaryOp.EQUAL, arg(0));
        return new Definition(1, List.of(best, new Pointwise(x3, List.of(View.aligned(1, best.result(), x3)), f)));
    }
}
