package dev.toeplitz.graph.reference;

import dev.toeplitz.graph.step.Scalar.BinaryOp;
import dev.toeplitz.graph.step.Scalar.UnaryOp;

/** What each scalar operation does to doubles. Truth is 1, falsehood 0; anything but 0 counts as true. */
final class Arithmetic {
    private Arithmetic() {}

    static double apply(UnaryOp op, double x) {
        return switch (op) {
            case NEGATE -> -x;
            case ABS -> Math.abs(x);
            case SIGN -> Math.signum(x);
            case NOT -> truth(x == 0);
            case FLOOR -> Math.floor(x);
            case CEIL -> Math.ceil(x);
            case ROUND -> Math.rint(x);
            case SINGLE -> (float) x;
            case TRUNCATE -> x < 0 ? Math.ceil(x) : Math.floor(x);
            case SQRT -> Math.sqrt(x);
            case EXP -> Math.exp(x);
            case LOG -> Math.log(x);
            case SIN -> Math.sin(x);
            case COS -> Math.cos(x);
            case TAN -> Math.tan(x);
            case ASIN -> Math.asin(x);
            case ACOS -> Math.acos(x);
            case ATAN -> Math.atan(x);
            case SINH -> Math.sinh(x);
            case COSH -> Math.cosh(x);
            case TANH -> Math.tanh(x);
            case ASINH -> SpecialFunctions.asinh(x);
            case ACOSH -> SpecialFunctions.acosh(x);
            case ATANH -> SpecialFunctions.atanh(x);
            case ERF -> SpecialFunctions.erf(x);
            case IS_NAN -> truth(Double.isNaN(x));
            case IS_INFINITE -> truth(Double.isInfinite(x));
        };
    }

    static double apply(BinaryOp op, double x, double y) {
        return switch (op) {
            case ADD -> x + y;
            case SUBTRACT -> x - y;
            case MULTIPLY -> x * y;
            case DIVIDE -> x / y;
            case POWER -> Math.pow(x, y);
            case REMAINDER -> x % y;
            case MODULO -> modulo(x, y);
            case MIN -> Math.min(x, y);
            case MAX -> Math.max(x, y);
            case LESS -> truth(x < y);
            case LESS_OR_EQUAL -> truth(x <= y);
            case EQUAL -> truth(x == y);
            case AND -> truth(x != 0 && y != 0);
            case OR -> truth(x != 0 || y != 0);
            case XOR -> truth(x != 0 ^ y != 0);
        };
    }

    /** The remainder with the divisor's sign; exact, which x − ⌊x/y⌋ · y is not. */
    private static double modulo(double x, double y) {
        double remainder = x % y;
        return remainder != 0 && remainder < 0 != y < 0 ? remainder + y : remainder;
    }

    private static double truth(boolean claim) {
        return claim ? 1 : 0;
    }
}
