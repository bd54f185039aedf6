package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.BinaryOp;

/** x ≥ y. */
public record GreaterOrEqual() implements TruthOperator {
    private static final Scalar F = arg(1).apply(BinaryOp.LESS_OR_EQUAL, arg(0));

    @Override
    public Scalar f() {
        return F;
    }
}
