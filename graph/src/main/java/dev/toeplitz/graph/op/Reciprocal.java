package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;
import static dev.toeplitz.graph.step.Scalar.constant;

import dev.toeplitz.graph.step.Scalar;

/** 1 / x. */
public record Reciprocal() implements UnaryOperator {
    private static final Scalar F = constant(1).over(arg(0));

    @Override
    public Scalar f() {
        return F;
    }
}
