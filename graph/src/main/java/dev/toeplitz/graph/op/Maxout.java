package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.Require;
import java.util.List;

/**
 * The largest of each {@code pieces} neighbouring channels: N × pieces·C × … to N × C × …; after a linear layer or convolution
 * with that many times the channels it is max(w₁x + b₁, w₂x + b₂, …). Source: Goodfellow et al. 2013.
 */
public record Maxout(int pieces) implements SameType {
    public Maxout {
        Require.positive("pieces", pieces);
    }

    @Override
    public Shape output(List<Shape> inputs) {
        Shape x = Inputs.count(inputs, 1).getFirst();
        Require.that(x.rank() >= 2, "an input of shape %s".formatted(x), "batch and channels", "check the graph");
        return x.with(1, Spatial.share("channels", x.at(1), pieces));
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        Shape x = inputs.getFirst().shape();
        Shape split = Shape.of(x.at(0), x.at(1) / pieces, pieces, x.product(2, x.rank()));
        return new Definition(1, List.of(Lanes.fold(Fold.MAX, 0, split, List.of(2))));
    }
}
