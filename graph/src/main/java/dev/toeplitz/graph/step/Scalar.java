package dev.toeplitz.graph.step;

import dev.toeplitz.terms.LoopDim;
import java.util.List;

/** An expression of one element of each operand: what a {@link Step.Pointwise} computes. Truth is 1, falsehood 0. */
public sealed interface Scalar {
    /** The element of operand {@code operand}, counted in the list of the step. */
    record Arg(int operand) implements Scalar {}

    record Const(double value) implements Scalar {}

    /** Where along an axis of the result the element stands. */
    record Index(LoopDim axis) implements Scalar {}

    /** A number for each position along an axis of the result: weights that are known beforehand, as interpolation's. */
    record Table(LoopDim axis, List<Double> values) implements Scalar {
        public Table {
            values = List.copyOf(values);
        }
    }

    record Unary(UnaryOp op, Scalar x) implements Scalar {}

    record Binary(BinaryOp op, Scalar x, Scalar y) implements Scalar {}

    /** {@code then} where {@code condition} is not 0, else {@code otherwise}. */
    record Select(Scalar condition, Scalar then, Scalar otherwise) implements Scalar {}

    /**
     * Functions of one number. ROUND goes to the nearest even on ties. SINGLE rounds to single precision; around a sum, difference,
     * product or quotient of single-precision numbers, or a whole number, it says that this one operation is IEEE 754's, correctly
     * rounded, and so the same on every device: what follows may round to whole numbers and still be exact.
     */
    enum UnaryOp {
        NEGATE,
        ABS,
        SIGN,
        NOT,
        FLOOR,
        CEIL,
        ROUND,
        SINGLE,
        TRUNCATE,
        SQRT,
        EXP,
        LOG,
        SIN,
        COS,
        TAN,
        ASIN,
        ACOS,
        ATAN,
        SINH,
        COSH,
        TANH,
        ASINH,
        ACOSH,
        ATANH,
        ERF,
        IS_NAN,
        IS_INFINITE
    }

    /** Functions of two numbers. REMAINDER has the dividend's sign (C's fmod), MODULO the divisor's (Python's %). */
    enum BinaryOp {
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE,
        POWER,
        REMAINDER,
        MODULO,
        MIN,
        MAX,
        LESS,
        LESS_OR_EQUAL,
        EQUAL,
        AND,
        OR,
        XOR
    }

    static Scalar arg(int operand) {
        return new Arg(operand);
    }

    static Scalar constant(double value) {
        return new Const(value);
    }

    default Scalar apply(UnaryOp op) {
        return new Unary(op, this);
    }

    default Scalar apply(BinaryOp op, Scalar other) {
        return new Binary(op, this, other);
    }

    default Scalar plus(Scalar other) {
        return apply(BinaryOp.ADD, other);
    }

    default Scalar plus(double other) {
        return plus(constant(other));
    }

    default Scalar minus(Scalar other) {
        return apply(BinaryOp.SUBTRACT, other);
    }

    default Scalar times(Scalar other) {
        return apply(BinaryOp.MULTIPLY, other);
    }

    default Scalar times(double other) {
        return times(constant(other));
    }

    default Scalar over(Scalar other) {
        return apply(BinaryOp.DIVIDE, other);
    }

    default Scalar power(Scalar other) {
        return apply(BinaryOp.POWER, other);
    }

    default Scalar max(Scalar other) {
        return apply(BinaryOp.MAX, other);
    }

    default Scalar max(double other) {
        return max(constant(other));
    }

    default Scalar min(Scalar other) {
        return apply(BinaryOp.MIN, other);
    }

    default Scalar min(double other) {
        return min(constant(other));
    }

    default Scalar less(Scalar other) {
        return apply(BinaryOp.LESS, other);
    }

    default Scalar negate() {
        return apply(UnaryOp.NEGATE);
    }

    default Scalar exp() {
        return apply(UnaryOp.EXP);
    }

    /** Rounded to single precision. */
    default Scalar single() {
        return apply(UnaryOp.SINGLE);
    }

    default Scalar sqrt() {
        return apply(UnaryOp.SQRT);
    }

    /** This expression of one operand, of what {@code x} gives instead. */
    default Scalar of(Scalar x) {
        return switch (this) {
            case Arg _ -> x;
            case Const _, Index _, Table _ -> this;
            case Unary(UnaryOp op, Scalar y) -> new Unary(op, y.of(x));
            case Binary(BinaryOp op, Scalar y, Scalar z) -> new Binary(op, y.of(x), z.of(x));
            case Select(Scalar condition, Scalar then, Scalar otherwise) ->
                new Select(condition.of(x), then.of(x), otherwise.of(x));
        };
    }

    /** This where it is not 0 chooses {@code then}, otherwise the other. */
    default Scalar choose(Scalar then, Scalar otherwise) {
        return new Select(this, then, otherwise);
    }

    /** The highest operand number that occurs; −1 where none does. */
    default int highestOperand() {
        return switch (this) {
            case Arg(int operand) -> operand;
            case Const _, Index _, Table _ -> -1;
            case Unary(UnaryOp _, Scalar x) -> x.highestOperand();
            case Binary(BinaryOp _, Scalar x, Scalar y) -> Math.max(x.highestOperand(), y.highestOperand());
            case Select(Scalar condition, Scalar then, Scalar otherwise) ->
                Math.max(condition.highestOperand(), Math.max(then.highestOperand(), otherwise.highestOperand()));
        };
    }
}
