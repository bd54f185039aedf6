package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import java.util.List;

/**
 * Batch normalisation with running statistics, as at inference: (x − mean) · γ / √(variance + ε) + β per channel.
 * Inputs: x, γ, β, mean, variance. Source: Ioffe and Szegedy 2015.
 */
public record BatchNorm(double epsilon) implements SameType {
    private static final int MEAN = 3;

    @Override
    public Shape output(List<Shape> inputs) {
        Shape x = Inputs.count(inputs, 5).getFirst();
        for (Shape perChannel : inputs.subList(1, 5)) {
            Inputs.extent(
                    "a per-channel parameter",
                    Inputs.rank("a per-channel parameter", perChannel, 1).at(0),
                    channels(x));
        }
        return x;
    }

    private static int channels(Shape x) {
        return x.rank() < 2 ? 1 : x.at(1);
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        Shape x = inputs.getFirst().shape();
        // The scale depends on the channel alone, so that it is counted, and computed, once a channel.
        Scalar scale = arg(1).over(arg(4).plus(epsilon).sqrt());
        Scalar f = arg(0).minus(arg(3)).times(scale).plus(arg(2));
        int axis = Math.min(1, x.rank() - 1);
        List<View> views = List.of(
                View.aligned(0, x, x),
                View.along(1, channels(x), axis),
                View.along(2, channels(x), axis),
                View.along(3, channels(x), axis),
                View.along(4, channels(x), axis));
        return new Definition(5, List.of(new Pointwise(x, views, f)));
    }

    @Override
    public boolean statistic(int input) {
        return input >= MEAN;
    }
}
