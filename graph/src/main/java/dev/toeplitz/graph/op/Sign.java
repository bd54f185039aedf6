package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.UnaryOp;

/** −1, 0 or 1. */
public record Sign() implements UnaryOperator {
    private static final Scalar F = arg(0).apply(UnaryOp.SIGN);

    @Override
    public Scalar f() {
        return F;
    }
}
