package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.UnaryOp;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import java.util.List;
import java.util.stream.IntStream;

/** An expression over tensors that broadcast against each other. */
final class Pairwise {
    private Pairwise() {}

    /** The common shape of all. */
    static Shape broadcast(List<Shape> inputs) {
        return inputs.stream().reduce(Shape::broadcast).orElseThrow();
    }

    /** {@code f} of one element of each input. */
    static Definition define(List<TensorType> inputs, Scalar f) {
        List<Shape> shapes = inputs.stream().map(TensorType::shape).toList();
        Shape result = broadcast(shapes);
        List<View> views = IntStream.range(0, shapes.size())
                .mapToObj(i -> View.aligned(i, shapes.get(i), result))
                .toList();
        return new Definition(shapes.size(), List.of(new Pointwise(result, views, f)));
    }

    /** The same, of integers truncated towards 0, where {@code f} alone would leave them. */
    static Definition defineWhole(List<TensorType> inputs, Scalar f) {
        boolean integers = !inputs.getFirst().type().isFloat();
        return define(inputs, integers ? f.apply(UnaryOp.TRUNCATE) : f);
    }
}
