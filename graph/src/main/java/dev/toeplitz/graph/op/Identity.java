package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Scalar;

/** x: a node that only names its input again. */
public record Identity() implements UnaryOperator {
    private static final Scalar F = arg(0);

    @Override
    public Scalar f() {
        return F;
    }
}
