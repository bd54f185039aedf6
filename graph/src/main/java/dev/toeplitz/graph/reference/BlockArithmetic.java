package dev.toeplitz.graph.reference;

import dev.toeplitz.graph.step.Scalar.BinaryOp;

/** {@link Arithmetic} over a block; the operations that networks are full of as loops that the JIT vectorises. */
final class BlockArithmetic {
    private BlockArithmetic() {}

    static void apply(BinaryOp op, double[] x, double[] y, double[] result, int count) {
        switch (op) {
            case ADD -> add(x, y, result, count);
            case SUBTRACT -> subtract(x, y, result, count);
            case MULTIPLY -> multiply(x, y, result, count);
            case MAX -> max(x, y, result, count);
            case DIVIDE, POWER, REMAINDER, MODULO, MIN, LESS, LESS_OR_EQUAL, EQUAL, AND, OR, XOR ->
                any(op, x, y, result, count);
        }
    }

    private static void add(double[] x, double[] y, double[] result, int count) {
        for (int i = 0; i < count; i++) {
            result[i] = x[i] + y[i];
        }
    }

    private static void subtract(double[] x, double[] y, double[] result, int count) {
        for (int i = 0; i < count; i++) {
            result[i] = x[i] - y[i];
        }
    }

    private static void multiply(double[] x, double[] y, double[] result, int count) {
        for (int i = 0; i < count; i++) {
            result[i] = x[i] * y[i];
        }
    }

    private static void max(double[] x, double[] y, double[] result, int count) {
        for (int i = 0; i < count; i++) {
            result[i] = Math.max(x[i], y[i]);
        }
    }

    private static void any(BinaryOp op, double[] x, double[] y, double[] result, int count) {
        for (int i = 0; i < count; i++) {
            result[i] = Arithmetic.apply(op, x[i], y[i]);
        }
    }
}
