package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;
import static dev.toeplitz.graph.step.Scalar.constant;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.UnaryOp;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.Require;
import java.util.List;

/** x / ‖x‖ along an axis, with the norm of order 1 or 2; a lane of zeros has no direction and stays zero, as ONNX says. */
public record LpNorm(int axis, int p) implements SameType {
    public LpNorm {
        Require.that(p == 1 || p == 2, "a norm of order %d".formatted(p), "1 or 2", "correct p");
    }

    @Override
    public Shape output(List<Shape> inputs) {
        Shape x = Inputs.count(inputs, 1).getFirst();
        x.axis(axis);
        return x;
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        Shape x = inputs.getFirst().shape();
        List<Integer> lane = List.of(x.axis(axis));
        View input = View.aligned(0, x, x);
        Scalar size = p == 1 ? arg(0).apply(UnaryOp.ABS) : arg(0).times(arg(0));
        Scalar norm = p == 1 ? arg(1) : arg(1).sqrt();
        Scalar normalised = arg(1).choose(arg(0).over(norm), constant(0));
        return new Definition(
                1,
                List.of(
                        new Pointwise(x, List.of(input), size),
                        Lanes.fold(Fold.SUM, 1, x, lane),
                        new Pointwise(x, List.of(input, Lanes.repeated(2, x, lane)), normalised)));
    }
}
