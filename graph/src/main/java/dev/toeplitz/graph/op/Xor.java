package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.BinaryOp;

/** 1 where one of x and y is 0 and the other is not. */
public record Xor() implements TruthOperator {
    private static final Scalar F = arg(0).apply(BinaryOp.XOR, arg(1));

    @Override
    public Scalar f() {
        return F;
    }
}
