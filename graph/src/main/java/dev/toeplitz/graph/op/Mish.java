package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.UnaryOp;

/** x · tanh(ln(1 + e^x)). Source: Misra 2019. */
public record Mish() implements UnaryOperator {
    private static final Scalar F = arg(0).times(new Softplus().f().apply(UnaryOp.TANH));

    @Override
    public Scalar f() {
        return F;
    }
}
