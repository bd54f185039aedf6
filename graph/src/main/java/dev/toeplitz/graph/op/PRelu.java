package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Scalar;

/** x, or slope · x where x is negative, the slope learnt. Source: He et al. 2015. */
public record PRelu() implements BinaryOperator {
    private static final Scalar F = arg(0).less(Scalar.constant(0)).choose(arg(0).times(arg(1)), arg(0));

    @Override
    public Scalar f() {
        return F;
    }
}
