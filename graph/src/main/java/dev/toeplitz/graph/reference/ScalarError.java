package dev.toeplitz.graph.reference;

import dev.toeplitz.graph.step.Scalar.BinaryOp;
import dev.toeplitz.graph.step.Scalar.UnaryOp;

/**
 * How an error runs through one scalar operation: what the operands' errors can change in the result, and the operation's
 * own rounding on top. Operands may lie anywhere in [x − e, x + e]; where an operation is monotone the ends of the
 * interval decide, so that no derivative is taken at a point and none is infinite by accident. An operand of which nothing
 * is known may be no number at all, and then nothing is known of the result.
 *
 * <p>Own roundings are those that OpenCL 1.2 §7.4 (relative error as ulps, single precision, full profile) allows: add,
 * subtract and multiply correctly rounded; divide 2.5 ulp; sqrt 3; exp and log 3; sin, cos, asin, acos, sinh, cosh, asinh,
 * acosh 4; tan, atan, tanh, atanh 5; pow and erf 16; fmod, rounding, absolute value and comparisons 0.
 */
record ScalarError(Precision precision) {
    private static final double CORRECTLY_ROUNDED = 0.5;
    static final double DIVIDE_ULPS = 2.5;
    private static final double NOTHING_KNOWN = Double.POSITIVE_INFINITY;

    /** A device holds a constant rounded to its own precision. */
    double ofConstant(double value) {
        return precision.ofUlps(CORRECTLY_ROUNDED, value);
    }

    double of(UnaryOp op, double x, double e) {
        double result = Arithmetic.apply(op, x);
        double carried = e == 0 ? 0 : e == NOTHING_KNOWN ? e : carried(op, x, e, result);
        return sum(carried, precision.ofUlps(ulps(op), Math.abs(result) + carried), result);
    }

    /**
     * Of one operation on exact operands that must be correctly rounded to single precision: nothing, unless a device flushes a
     * subnormal result to zero.
     */
    double ofCorrectlyRounded(double result) {
        return result != 0 && Math.abs(result) < Float.MIN_NORMAL ? precision.tiny() : 0;
    }

    double of(BinaryOp op, double x, double ex, double y, double ey) {
        double result = Arithmetic.apply(op, x, y);
        double e = Math.max(ex, ey);
        double carried = e == 0 ? 0 : e == NOTHING_KNOWN ? e : carried(op, x, ex, y, ey, result);
        return sum(carried, precision.ofUlps(ulps(op), Math.abs(result) + carried), result);
    }

    /** A result that is no finite number is right or wrong as it stands, unless operands that are off might change it. */
    private static double sum(double carried, double own, double result) {
        if (Double.isNaN(result) || Double.isInfinite(result)) {
            return carried == 0 ? 0 : NOTHING_KNOWN;
        }
        double sum = carried + own;
        return Double.isNaN(sum) ? NOTHING_KNOWN : sum;
    }

    private static double ulps(UnaryOp op) {
        return switch (op) {
            case NEGATE, ABS, SIGN, NOT, FLOOR, CEIL, ROUND, TRUNCATE, IS_NAN, IS_INFINITE -> 0;
            case SINGLE -> CORRECTLY_ROUNDED;
            case SQRT, EXP, LOG -> 3;
            case SIN, COS, ASIN, ACOS, SINH, COSH, ASINH, ACOSH -> 4;
            case TAN, ATAN, TANH, ATANH -> 5;
            case ERF -> 16;
        };
    }

    private static double ulps(BinaryOp op) {
        return switch (op) {
            case ADD, SUBTRACT, MULTIPLY, MODULO -> CORRECTLY_ROUNDED;
            case DIVIDE -> DIVIDE_ULPS;
            case POWER -> 16;
            case REMAINDER, MIN, MAX, LESS, LESS_OR_EQUAL, EQUAL, AND, OR, XOR -> 0;
        };
    }

    private static double carried(UnaryOp op, double x, double e, double result) {
        return switch (op) {
            case NEGATE, ABS -> e;
            case SIN, COS -> Math.min(e, 2);
            case NOT, IS_NAN, IS_INFINITE -> uncertain(x, e) ? 1 : 0;
            case COSH -> Math.cosh(Math.abs(x) + e) - result;
            case TAN -> crossesPole(x, e) ? NOTHING_KNOWN : atEnds(op, x, e, result);
            case SIGN,
                    FLOOR,
                    CEIL,
                    ROUND,
                    SINGLE,
                    TRUNCATE,
                    SQRT,
                    EXP,
                    LOG,
                    ASIN,
                    ACOS,
                    ATAN,
                    SINH,
                    TANH,
                    ASINH,
                    ACOSH,
                    ATANH,
                    ERF -> atEnds(op, x, e, result);
        };
    }

    /** For a monotone operation: the larger of the changes towards the two ends; none known where one is undefined. */
    private static double atEnds(UnaryOp op, double x, double e, double result) {
        double below = Math.abs(Arithmetic.apply(op, x - e) - result);
        double above = Math.abs(Arithmetic.apply(op, x + e) - result);
        double larger = Math.max(below, above);
        return Double.isNaN(larger) ? NOTHING_KNOWN : larger;
    }

    private static boolean crossesPole(double x, double e) {
        return Math.floor((x - e) / Math.PI + 0.5) != Math.floor((x + e) / Math.PI + 0.5);
    }

    /** Whether a truth value may be the other one; of what is no number but might be one, anything may be. */
    private static boolean uncertain(double x, double e) {
        return e > 0 && !(Math.abs(x) > e);
    }

    private static double carried(BinaryOp op, double x, double ex, double y, double ey, double result) {
        return switch (op) {
            case ADD, SUBTRACT -> ex + ey;
            case MULTIPLY -> Math.abs(x) * ey + Math.abs(y) * ex + ex * ey;
            case DIVIDE -> quotient(y, ex, ey, result);
            case POWER -> power(x, ex, y, ey, result);
            case REMAINDER, MODULO -> remainder(x, ex, y, ey);
            case MIN, MAX -> Math.max(ex, ey);
            case LESS, LESS_OR_EQUAL, EQUAL -> uncertain(x - y, ex + ey) ? 1 : 0;
            case AND, OR, XOR -> uncertain(x, ex) || uncertain(y, ey) ? 1 : 0;
        };
    }

    /** |x̂/ŷ − x/y| ≤ (ex + |x/y|·ey) / (|y| − ey). */
    private static double quotient(double y, double ex, double ey, double result) {
        double least = Math.abs(y) - ey;
        return least > 0 ? (ex + Math.abs(result) * ey) / least : NOTHING_KNOWN;
    }

    /** Monotone in each operand for a base not below 0; a whole power of at least 1 is steepest away from 0. */
    private static double power(double x, double ex, double y, double ey, double result) {
        if (x - ex >= 0) {
            double low = Math.max(change(x - ex, y - ey, result), change(x - ex, y + ey, result));
            return Math.max(low, Math.max(change(x + ex, y - ey, result), change(x + ex, y + ey, result)));
        }
        boolean whole = ey == 0 && y >= 1 && y == Math.rint(y);
        return whole ? Math.pow(Math.abs(x) + ex, y) - Math.pow(Math.abs(x), y) : NOTHING_KNOWN;
    }

    private static double change(double x, double y, double result) {
        return Math.abs(Math.pow(x, y) - result);
    }

    /** The dividend's own error while the quotient's whole part stays; else anything below the divisor, if that is not 0. */
    private static double remainder(double x, double ex, double y, double ey) {
        if (uncertain(y, ey)) {
            return NOTHING_KNOWN;
        }
        boolean sameQuotient = ey == 0
                && Math.floor((x - ex) / y) == Math.floor((x + ex) / y)
                && Math.signum(x - ex) == Math.signum(x + ex);
        return sameQuotient ? ex : Math.abs(y) + ey;
    }

    /** Of a choice: the chosen one's error, or how far the other could be where the condition is in doubt. */
    static double ofSelect(double condition, double ec, double then, double et, double otherwise, double eo) {
        if (uncertain(condition, ec)) {
            double either = Math.abs(then - otherwise) + Math.max(et, eo);
            return Double.isNaN(either) ? NOTHING_KNOWN : either;
        }
        return condition != 0 ? et : eo;
    }
}
