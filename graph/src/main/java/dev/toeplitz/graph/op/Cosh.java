package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.UnaryOp;

/** cosh x, in radians. */
public record Cosh() implements UnaryOperator {
    private static final Scalar F = arg(0).apply(UnaryOp.COSH);

    @Override
    public Scalar f() {
        return F;
    }
}
