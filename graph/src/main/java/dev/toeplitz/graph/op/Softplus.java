package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.UnaryOp;

/** ln(1 + e^x), written as max(x, 0) + ln(1 + e^(−|x|)) so that it does not overflow. */
public record Softplus() implements UnaryOperator {
    private static final Scalar F =
            arg(0).max(0).plus(arg(0).apply(UnaryOp.ABS).negate().exp().plus(1).apply(UnaryOp.LOG));

    @Override
    public Scalar f() {
        return F;
    }
}
