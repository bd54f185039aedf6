package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.UnaryOp;

/** Whether x is not a number. */
public record IsNaN() implements TruthOperator {
    private static final Scalar F = arg(0).apply(UnaryOp.IS_NAN);

    @Override
    public Scalar f() {
        return F;
    }
}
