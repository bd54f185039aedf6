package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Scalar;

/** x &lt; y. */
public record Less() implements TruthOperator {
    private static final Scalar F = arg(0).less(arg(1));

    @Override
    public Scalar f() {
        return F;
    }
}
