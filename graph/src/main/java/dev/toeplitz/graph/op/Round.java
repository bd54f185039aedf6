package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.UnaryOp;

/** x rounded to the nearest integer, ties to even. */
public record Round() implements UnaryOperator {
    private static final Scalar F = arg(0).apply(UnaryOp.ROUND);

    @Override
    public Scalar f() {
        return F;
    }
}
