package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;
import static dev.toeplitz.graph.step.Scalar.constant;

import dev.toeplitz.graph.step.Scalar;

/** 1 / (1 + e^(−x)). */
public record Sigmoid() implements UnaryOperator {
    private static final Scalar F = constant(1).over(arg(0).negate().exp().plus(1));

    @Override
    public Scalar f() {
        return F;
    }
}
