package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;
import static dev.toeplitz.graph.step.Scalar.constant;

import dev.toeplitz.graph.step.Scalar;

/** max(0, x) + min(0, α · (e^(x/α) − 1)). Source: Barron 2017. */
public record Celu(double alpha) implements UnaryOperator {
    @Override
    public Scalar f() {
        return arg(0).max(0)
                .plus(arg(0).over(constant(alpha)).exp().plus(-1).times(alpha).min(0));
    }
}
