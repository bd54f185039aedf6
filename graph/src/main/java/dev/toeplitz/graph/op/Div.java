package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.tensor.TensorType;
import java.util.List;

/** x / y; of integers the quotient truncated towards 0. */
public record Div() implements BinaryOperator {
    private static final Scalar F = arg(0).over(arg(1));

    @Override
    public Scalar f() {
        return F;
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        return Pairwise.defineWhole(inputs, F);
    }
}
