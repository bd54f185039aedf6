package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.BinaryOp;

/** 1 where x or y is not 0. */
public record Or() implements TruthOperator {
    private static final Scalar F = arg(0).apply(BinaryOp.OR, arg(1));

    @Override
    public Scalar f() {
        return F;
    }
}
