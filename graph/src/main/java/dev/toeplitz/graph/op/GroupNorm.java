package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.Require;
import java.util.List;

/**
 * Group normalisation of N × C × …: the channels in {@code groups} groups, each image's group standardised by its own mean
 * and variance, then scaled by γ and shifted by β per channel. Inputs: x, γ, β. Source: Wu and He 2018.
 */
public record GroupNorm(int groups, double epsilon) implements SameType {
    public GroupNorm {
        Require.positive("num_groups", groups);
    }

    @Override
    public Shape output(List<Shape> inputs) {
        Shape x = Inputs.count(inputs, 3).getFirst();
        Require.that(x.rank() >= 2, "an input of shape %s".formatted(x), "batch and channels", "check the graph");
        Spatial.share("channels", x.at(1), groups);
        for (Shape perChannel : inputs.subList(1, 3)) {
            Inputs.same("a per-channel parameter", perChannel, Shape.of(x.at(1)));
        }
        return x;
    }

    @Override
    public Definition define(List<TensorType> types) {
        // Seen as batch × group × channel of the group × pixels.
        Shape whole = types.getFirst().shape();
        int share = whole.at(1) / groups;
        Shape x = Shape.of(whole.at(0), groups, share, whole.product(2, whole.rank()));
        Moments moments = new Moments(3, x, List.of(2, 3));
        List<View> views = List.of(
                View.aligned(0, x, x), moments.mean(), moments.variance(), perChannel(1, share), perChannel(2, share));
        Scalar f = Moments.standardised(epsilon).times(arg(3)).plus(arg(4));
        return new Definition(3, moments.then(new Pointwise(x, views, f)));
    }

    private View perChannel(int operand, int share) {
        return View.of(operand, Shape.of(groups, share))
                .axis(LoopDim.axis(1))
                .axis(LoopDim.axis(2))
                .build();
    }
}
