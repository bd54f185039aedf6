package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;
import static dev.toeplitz.graph.step.Scalar.constant;

import dev.toeplitz.graph.step.Scalar;

/** x + bias below −lambda, x − bias above lambda, 0 between. */
public record Shrink(double lambda, double bias) implements UnaryOperator {
    @Override
    public Scalar f() {
        return arg(0).less(constant(-lambda))
                .choose(arg(0).plus(bias), constant(lambda).less(arg(0)).choose(arg(0).plus(-bias), constant(0)));
    }
}
