package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Scalar;

/** x held between least and most; infinite bounds hold nothing. */
public record Clip(double least, double most) implements UnaryOperator {
    /** min(max(0, x), 6), the activation of the MobileNets. */
    public static Clip relu6() {
        return new Clip(0, 6);
    }

    @Override
    public Scalar f() {
        return arg(0).max(least).min(most);
    }
}
