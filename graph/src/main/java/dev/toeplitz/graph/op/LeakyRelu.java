package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;
import static dev.toeplitz.graph.step.Scalar.constant;

import dev.toeplitz.graph.step.Scalar;

/** x, or slope · x where x is negative. */
public record LeakyRelu(double slope) implements UnaryOperator {
    @Override
    public Scalar f() {
        return arg(0).less(constant(0)).choose(arg(0).times(slope), arg(0));
    }
}
