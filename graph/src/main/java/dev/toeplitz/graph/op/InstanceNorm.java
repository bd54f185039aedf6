package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.Require;
import java.util.List;

/**
 * Instance normalisation: each channel of each image standardised by its own mean and variance, then scaled by γ and shifted
 * by β. Inputs: x, γ, β. Source: Ulyanov, Vedaldi and Lempitsky 2016.
 */
public record InstanceNorm(double epsilon) implements SameType {
    @Override
    public Shape output(List<Shape> inputs) {
        return eachChannel(Inputs.count(inputs, 3).getFirst()).output(inputs);
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        return eachChannel(inputs.getFirst().shape()).define(inputs);
    }

    /** Group normalisation with a group for each channel. */
    private GroupNorm eachChannel(Shape x) {
        Require.that(x.rank() >= 2, "an input of shape %s".formatted(x), "batch and channels", "check the graph");
        return new GroupNorm(x.at(1), epsilon);
    }
}
