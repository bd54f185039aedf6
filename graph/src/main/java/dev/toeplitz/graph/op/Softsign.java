package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.UnaryOp;

/** x / (1 + |x|). */
public record Softsign() implements UnaryOperator {
    private static final Scalar F = arg(0).over(arg(0).apply(UnaryOp.ABS).plus(1));

    @Override
    public Scalar f() {
        return F;
    }
}
