package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.BinaryOp;

/** x ≤ y. */
public record LessOrEqual() implements TruthOperator {
    private static final Scalar F = arg(0).apply(BinaryOp.LESS_OR_EQUAL, arg(1));

    @Override
    public Scalar f() {
        return F;
    }
}
