package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Scalar;

/** −x. */
public record Neg() implements UnaryOperator {
    private static final Scalar F = arg(0).negate();

    @Override
    public Scalar f() {
        return F;
    }
}
