package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Step.Copy;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.Require;
import java.util.List;

/** The same elements in the same order under another shape: flatten, squeeze and unsqueeze too. */
public record Reshape(Shape shape) implements SameType {
    @Override
    public Shape output(List<Shape> inputs) {
        Shape x = Inputs.count(inputs, 1).getFirst();
        Require.that(
                x.elements() == shape.elements(),
                "%d elements of shape %s reshaped to %s".formatted(x.elements(), x, shape),
                "as many elements",
                "check the shape attribute");
        return shape;
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        View from = View.aligned(0, shape, shape);
        View to = View.aligned(1, shape, shape);
        return new Definition(1, List.of(new Move(shape, List.of(new Copy(Loops.over(shape), from, to)), 0)));
    }
}
