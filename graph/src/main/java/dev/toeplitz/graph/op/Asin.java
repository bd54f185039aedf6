package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.UnaryOp;

/** asin x, in radians. */
public record Asin() implements UnaryOperator {
    private static final Scalar F = arg(0).apply(UnaryOp.ASIN);

    @Override
    public Scalar f() {
        return F;
    }
}
