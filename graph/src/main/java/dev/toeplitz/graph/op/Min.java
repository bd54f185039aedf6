package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Scalar;

/** The smaller of x and y. */
public record Min() implements BinaryOperator {
    private static final Scalar F = arg(0).min(arg(1));

    @Override
    public Scalar f() {
        return F;
    }
}
