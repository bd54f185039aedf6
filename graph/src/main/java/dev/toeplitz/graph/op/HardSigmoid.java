package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Scalar;

/** max(0, min(1, α · x + β)). */
public record HardSigmoid(double alpha, double beta) implements UnaryOperator {
    @Override
    public Scalar f() {
        return arg(0).times(alpha).plus(beta).min(1).max(0);
    }
}
