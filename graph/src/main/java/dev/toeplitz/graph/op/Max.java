package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Scalar;

/** The larger of x and y. */
public record Max() implements BinaryOperator {
    private static final Scalar F = arg(0).max(arg(1));

    @Override
    public Scalar f() {
        return F;
    }
}
