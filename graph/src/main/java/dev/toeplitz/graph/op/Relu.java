package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Scalar;

/** max(0, x). */
public record Relu() implements UnaryOperator {
    private static final Scalar F = arg(0).max(0);

    @Override
    public Scalar f() {
        return F;
    }
}
