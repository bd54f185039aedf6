package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.UnaryOp;

/** The error function 2/√π ∫ e^(−t²) dt from 0 to x. */
public record Erf() implements UnaryOperator {
    private static final Scalar F = arg(0).apply(UnaryOp.ERF);

    @Override
    public Scalar f() {
        return F;
    }
}
