package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Scalar;

/** x &gt; y. */
public record Greater() implements TruthOperator {
    private static final Scalar F = arg(1).less(arg(0));

    @Override
    public Scalar f() {
        return F;
    }
}
