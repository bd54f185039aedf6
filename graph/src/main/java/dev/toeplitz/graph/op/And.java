package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.BinaryOp;

/** 1 where x and y are both not 0. */
public record And() implements TruthOperator {
    private static final Scalar F = arg(0).apply(BinaryOp.AND, arg(1));

    @Override
    public Scalar f() {
        return F;
    }
}
