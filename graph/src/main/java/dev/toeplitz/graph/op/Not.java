package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.UnaryOp;

/** 1 where x is 0, otherwise 0. */
public record Not() implements UnaryOperator {
    private static final Scalar F = arg(0).apply(UnaryOp.NOT);

    @Override
    public Scalar f() {
        return F;
    }
}
