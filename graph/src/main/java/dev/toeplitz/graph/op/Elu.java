package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;
import static dev.toeplitz.graph.step.Scalar.constant;

import dev.toeplitz.graph.step.Scalar;

/** x, or α · (e^x − 1) where x is negative. Source: Clevert et al. 2015. */
public record Elu(double alpha) implements UnaryOperator {
    @Override
    public Scalar f() {
        return arg(0).less(constant(0)).choose(arg(0).exp().plus(-1).times(alpha), arg(0));
    }
}
