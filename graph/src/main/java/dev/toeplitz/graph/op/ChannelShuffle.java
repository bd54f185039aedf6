package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.Require;
import java.util.List;

/**
 * Channels dealt out over {@code groups}: seen as groups × share, transposed, and flattened, so that the next grouped
 * convolution sees every group. Source: Zhang et al. 2017 (ShuffleNet).
 */
public record ChannelShuffle(int groups) implements SameType {
    public ChannelShuffle {
        Require.positive("groups", groups);
    }

    @Override
    public Shape output(List<Shape> inputs) {
        Shape x = Inputs.count(inputs, 1).getFirst();
        Require.that(x.rank() >= 2, "an input of shape %s".formatted(x), "batch and channels", "check the graph");
        Spatial.share("channels", x.at(1), groups);
        return x;
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        Shape x = inputs.getFirst().shape();
        Shape split = Shape.of(x.at(0), groups, x.at(1) / groups, x.product(2, x.rank()));
        return Rearrangement.through(split, List.of(0, 2, 1, 3), x);
    }
}
