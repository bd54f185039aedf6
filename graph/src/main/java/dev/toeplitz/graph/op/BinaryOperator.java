package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import java.util.List;

/** An operator on two tensors, element by element, broadcast as in NumPy. */
public sealed interface BinaryOperator extends SameType permits Add, Div, Max, Min, Mod, Mul, PRelu, Pow, Sub {
    /** The expression of the two elements, {@code arg(0)} and {@code arg(1)}. */
    Scalar f();

    @Override
    default Shape output(List<Shape> inputs) {
        Inputs.count(inputs, 2);
        return inputs.get(0).broadcast(inputs.get(1));
    }

    @Override
    default Definition define(List<TensorType> inputs) {
        return Pairwise.define(inputs, f());
    }
}
