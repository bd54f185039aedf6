package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Scalar;

/** x · sigmoid(x). Source: Ramachandran et al. 2017; used by EfficientNet. */
public record Swish() implements UnaryOperator {
    private static final Scalar F = arg(0).over(arg(0).negate().exp().plus(1));

    @Override
    public Scalar f() {
        return F;
    }
}
