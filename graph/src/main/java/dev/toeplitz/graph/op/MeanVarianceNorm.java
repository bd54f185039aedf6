package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import java.util.List;

/** (x − mean) / (√variance + 10⁻⁹) over {@code axes}. */
public record MeanVarianceNorm(List<Integer> axes) implements SameType {
    /** Keeps constant lanes from a division by 0; ONNX fixes it. */
    private static final double LEAST_DEVIATION = 1e-9;

    public MeanVarianceNorm {
        axes = List.copyOf(axes);
    }

    @Override
    public Shape output(List<Shape> inputs) {
        Shape x = Inputs.count(inputs, 1).getFirst();
        axes.forEach(x::axis);
        return x;
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        Shape x = inputs.getFirst().shape();
        Moments moments = new Moments(1, x, axes.stream().map(x::axis).toList());
        Scalar f = arg(0).minus(arg(1)).over(arg(2).sqrt().plus(LEAST_DEVIATION));
        List<View> views = List.of(View.aligned(0, x, x), moments.mean(), moments.variance());
        return new Definition(1, moments.then(new Pointwise(x, views, f)));
    }
}
