package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import java.util.List;

/** A tensor repeated along axes of extent 1, and along new outer ones, as broadcasting against {@code shape} would. */
public record Expand(Shape shape) implements SameType {
    @Override
    public Shape output(List<Shape> inputs) {
        return Inputs.count(inputs, 1).getFirst().broadcast(shape);
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        Shape x = inputs.getFirst().shape();
        Shape y = output(List.of(x));
        return Rearrangement.gather(y, View.aligned(0, x, y));
    }
}
