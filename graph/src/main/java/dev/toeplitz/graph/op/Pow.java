package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.tensor.TensorType;
import java.util.List;

/** x^y, of x's type; of an integer the power truncated towards 0. */
public record Pow() implements BinaryOperator {
    private static final Scalar F = arg(0).power(arg(1));

    @Override
    public Scalar f() {
        return F;
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        return Pairwise.defineWhole(inputs, F);
    }
}
