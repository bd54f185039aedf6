package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.BinaryOp;

/**
 * The remainder of x / y, with the sign of y as Python's %.
 *
 * @param asC whether with the sign of x instead, as C's fmod
 */
public record Mod(boolean asC) implements BinaryOperator {
    @Override
    public Scalar f() {
        return arg(0).apply(asC ? BinaryOp.REMAINDER : BinaryOp.MODULO, arg(1));
    }
}
