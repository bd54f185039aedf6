package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Scalar;

/** e^x. */
public record Exp() implements UnaryOperator {
    private static final Scalar F = arg(0).exp();

    @Override
    public Scalar f() {
        return F;
    }
}
