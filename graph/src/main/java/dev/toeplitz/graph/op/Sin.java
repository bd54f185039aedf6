package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.UnaryOp;

/** sin x, in radians. */
public record Sin() implements UnaryOperator {
    private static final Scalar F = arg(0).apply(UnaryOp.SIN);

    @Override
    public Scalar f() {
        return F;
    }
}
