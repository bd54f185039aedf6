package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Scalar;

/** x^y. */
public record Pow() implements BinaryOperator {
    private static final Scalar F = arg(0).power(arg(1));

    @Override
    public Scalar f() {
        return F;
    }
}
