package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;
import static dev.toeplitz.graph.step.Scalar.constant;

import dev.toeplitz.graph.step.Scalar;

/** x where x is above alpha, otherwise 0. */
public record ThresholdedRelu(double alpha) implements UnaryOperator {
    @Override
    public Scalar f() {
        return constant(alpha).less(arg(0)).choose(arg(0), constant(0));
    }
}
