package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import java.util.List;

/** An operator on two tensors, element by element, broadcast as in NumPy. */
public sealed interface BinaryOperator extends SameType permits Add, Mul {
    /** The expression of the two elements, {@code arg(0)} and {@code arg(1)}. */
    Scalar f();

    @Override
    default Shape output(List<Shape> inputs) {
        Inputs.count(inputs, 2);
        return inputs.get(0).broadcast(inputs.get(1));
    }

    @Override
    default Definition define(List<TensorType> inputs) {
        Shape x = inputs.get(0).shape();
        Shape y = inputs.get(1).shape();
        Shape result = x.broadcast(y);
        return new Definition(
                2, List.of(new Pointwise(result, List.of(View.aligned(0, x, result), View.aligned(1, y, result)), f())));
    }
}
