package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.UnaryOp;

/** acosh x, in radians. */
public record Acosh() implements UnaryOperator {
    private static final Scalar F = arg(0).apply(UnaryOp.ACOSH);

    @Override
    public Scalar f() {
        return F;
    }
}
