package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;
import static dev.toeplitz.graph.step.Scalar.constant;

import dev.toeplitz.graph.step.Scalar;

/** γ · x, or γ · α · (e^x − 1) where x is not positive. Source: Klambauer et al. 2017. */
public record Selu(double alpha, double gamma) implements UnaryOperator {
    @Override
    public Scalar f() {
        return constant(0)
                .less(arg(0))
                .choose(arg(0), arg(0).exp().plus(-1).times(alpha))
                .times(gamma);
    }
}
