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

/** Σ |y − t|ᵖ over all elements. */
public record LpLoss(int p) implements SameType {
    public LpLoss {
        Require.positive("p", p);
    }

    @Override
    public Shape output(List<Shape> inputs) {
        Inputs.count(inputs, 2);
        Inputs.same("the target", inputs.get(1), inputs.get(0));
        return Shape.SCALAR;
    }

    @Override
    public Definition define(List<TensorType> types) {
        Shape x = types.getFirst().shape();
        Scalar distance = arg(0).minus(arg(1)).apply(UnaryOp.ABS);
        List<View> views = List.of(View.aligned(0, x, x), View.aligned(1, x, x));
        return new Definition(
                2,
                List.of(
                        new Pointwise(x, views, p == 1 ? distance : distance.power(constant(p))),
                        Lanes.fold(Fold.SUM, 2, x, Lanes.from(x, 0))));
    }
}
