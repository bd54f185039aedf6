package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;
import static dev.toeplitz.graph.step.Scalar.constant;

import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.UnaryOp;

/**
 * x · Φ(x), with Φ the normal distribution. Source: Hendrycks and Gimpel 2016.
 *
 * @param byTanh whether Φ is taken from the paper's tanh formula instead of the error function
 */
public record Gelu(boolean byTanh) implements UnaryOperator {
    private static final Scalar BY_ERF = arg(0).times(0.5)
            .times(arg(0).times(Math.sqrt(0.5)).apply(UnaryOp.ERF).plus(1));
    private static final Scalar CUBE = arg(0).times(arg(0)).times(arg(0)).times(0.044715);
    private static final Scalar BY_TANH = arg(0).times(0.5)
            .times(constant(Math.sqrt(2 / Math.PI))
                    .times(arg(0).plus(CUBE))
                    .apply(UnaryOp.TANH)
                    .plus(1));

    @Override
    public Scalar f() {
        return byTanh ? BY_TANH : BY_ERF;
    }
}
