package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;
import static dev.toeplitz.graph.step.Scalar.constant;

import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.BinaryOp;
import dev.toeplitz.graph.step.Scalar.UnaryOp;

/** Whether x is infinite, of a sign that is asked for. */
public record IsInf(boolean negative, boolean positive) implements TruthOperator {
    @Override
    public Scalar f() {
        Scalar infinite = arg(0).apply(UnaryOp.IS_INFINITE);
        Scalar below = negative ? constant(1) : constant(0);
        Scalar above = positive ? constant(1) : constant(0);
        return infinite.apply(BinaryOp.AND, arg(0).less(constant(0)).choose(below, above));
    }
}
