package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import java.util.List;

/** x / √(mean x² + ε) · γ over all axes from {@code axis} on. Inputs: x, γ. Source: Zhang and Sennrich 2019. */
public record RmsNorm(int axis, double epsilon) implements SameType {
    @Override
    public Shape output(List<Shape> inputs) {
        Shape x = Inputs.count(inputs, 2).getFirst();
        Shape lane = x.slice(x.axis(axis), x.rank());
        Inputs.same("the scale broadcast to the normalised axes", lane.broadcast(inputs.get(1)), lane);
        return x;
    }

    @Override
    public Definition define(List<TensorType> types) {
        Shape x = types.getFirst().shape();
        List<Integer> axes = Lanes.from(x, x.axis(axis));
        View input = View.aligned(0, x, x);
        View scale = View.aligned(1, types.get(1).shape(), x);
        Scalar f = arg(0).over(arg(1).plus(epsilon).sqrt()).times(arg(2));
        return new Definition(
                2,
                List.of(
                        new Pointwise(x, List.of(input), arg(0).times(arg(0))),
                        Lanes.fold(Fold.MEAN, 2, x, axes),
                        new Pointwise(x, List.of(input, Lanes.repeated(3, x, axes), scale), f)));
    }
}
