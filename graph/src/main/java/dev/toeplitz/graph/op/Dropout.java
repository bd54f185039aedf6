package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Scalar;

/** x: at inference dropout lets everything pass. A record of its own so that reports name it. Source: Srivastava et al. 2014. */
public record Dropout() implements UnaryOperator {
    private static final Scalar F = arg(0);

    @Override
    public Scalar f() {
        return F;
    }
}
