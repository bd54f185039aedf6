package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * Layer normalisation: (x − mean) / √(variance + ε) · γ + β over all axes from {@code axis} on, each lane by its own
 * statistics. Inputs: x, γ, and β where there is a third. Source: Ba, Kiros and Hinton 2016.
 */
public record LayerNorm(int axis, double epsilon) implements SameType {
    @Override
    public Shape output(List<Shape> inputs) {
        Shape x = Inputs.count(inputs, 2, 3).getFirst();
        Shape lane = x.slice(x.axis(axis), x.rank());
        for (Shape parameter : inputs.subList(1, inputs.size())) {
            Inputs.same("a parameter broadcast to the normalised axes", lane.broadcast(parameter), lane);
        }
        return x;
    }

    @Override
    public Definition define(List<TensorType> types) {
        List<Shape> inputs = Inputs.shapes(types);
        Shape x = inputs.getFirst();
        Moments moments = new Moments(inputs.size(), x, Lanes.from(x, x.axis(axis)));
        List<View> views = new ArrayList<>(
                List.of(View.aligned(0, x, x), moments.mean(), moments.variance(), View.aligned(1, inputs.get(1), x)));
        Scalar f = Moments.standardised(epsilon).times(arg(3));
        if (inputs.size() == 3) {
            views.add(View.aligned(2, inputs.get(2), x));
            f = f.plus(arg(4));
        }
        return new Definition(inputs.size(), moments.then(new Pointwise(x, views, f)));
    }
}
