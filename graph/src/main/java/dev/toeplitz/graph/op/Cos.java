package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.UnaryOp;

/** cos x, in radians. */
public record Cos() implements UnaryOperator {
    private static final Scalar F = arg(0).apply(UnaryOp.COS);

    @Override
    public Scalar f() {
        return F;
    }
}
