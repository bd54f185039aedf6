package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Integers;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.Arg;
import dev.toeplitz.graph.step.Scalar.Binary;
import dev.toeplitz.graph.step.Scalar.BinaryOp;
import dev.toeplitz.graph.step.Scalar.Const;
import dev.toeplitz.graph.step.Scalar.Index;
import dev.toeplitz.graph.step.Scalar.Select;
import dev.toeplitz.graph.step.Scalar.Table;
import dev.toeplitz.graph.step.Scalar.Unary;
import dev.toeplitz.graph.step.Scalar.UnaryOp;
import dev.toeplitz.terms.LoopDim;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * An expression as statements of OpenCL C, one for each of its parts, on vectors. A part that stands in it several times (as
 * merging leaves it) is computed once.
 */
final class ScalarPrinter {
    /** Stands in an expression whose operations must be rounded each by itself. */
    static final String ROUNDED = "/* rounded */";
    /** Rounds a number to a whole one between two bounds. */
    static final String NEAREST = "nearest(";

    /** The bounds up to which that is right. */
    private static final double MOST_NEAREST = 1 << 22;

    private final Vector vector;
    private final Optional<LoopDim> along;
    private final List<String> operands;
    private final IntPredicate integers;
    private final Tables tables;
    private final Map<Scalar, String> printed = new IdentityHashMap<>();
    private final StringBuilder statements = new StringBuilder();

    /**
     * @param along the loop that the lanes follow; the loop's own index is the first lane's
     * @param operands an expression of the vector's type for each operand
     * @param integers which of them are integers, and so of the vector's type of integers
     */
    ScalarPrinter(Vector vector, Optional<LoopDim> along, List<String> operands, IntPredicate integers, Tables tables) {
        this.vector = vector;
        this.along = along;
        this.operands = operands;
        this.integers = integers;
        this.tables = tables;
    }

    /** The name or literal that has the value, after the statements. */
    String print(Scalar f) {
        String known = printed.get(f);
        if (known != null) {
            return known;
        }
        String text = expression(f);
        if (!(f instanceof Arg) && !(f instanceof Const)) {
            String name = "t" + printed.size();
            String type = isInteger(f) ? vector.integers() : vector.type();
            statements.append("const %s %s = %s; ".formatted(type, name, text));
            text = name;
        }
        printed.put(f, text);
        return text;
    }

    String statements() {
        return statements.toString();
    }

    private String expression(Scalar f) {
        return switch (f) {
            case Arg(int operand) -> operands.get(operand);
            case Const(double value) -> vector.spread(literal(value));
            case Index(LoopDim axis) ->
                isAlong(axis)
                        ? "(%s)((float)%s) + %s".formatted(vector.type(), IndexPrinter.name(axis), vector.ramp())
                        : vector.spread("(float)" + IndexPrinter.name(axis));
            case Table(LoopDim axis, List<Double> values) -> {
                String table = tables.floats(values);
                String index = IndexPrinter.name(axis);
                yield isAlong(axis) ? vector.table(table, index) : vector.spread("%s[%s]".formatted(table, index));
            }
            case Unary(UnaryOp op, Scalar x) when isInteger(f) -> wholeUnary(op, print(x));
            case Unary(UnaryOp op, Scalar x) when op == UnaryOp.SINGLE -> single(x);
            case Unary(UnaryOp op, Scalar x) -> unary(op, real(x));
            case Binary(BinaryOp op, Scalar x, Scalar y) when isInteger(f) -> wholeBinary(op, whole(x), whole(y));
            case Binary(BinaryOp op, Scalar x, Const(double exponent))
            when op == BinaryOp.POWER && exponent == 0.75 ->
                // Local response normalisation's; a few roundings, where pow may take many and takes long.
                "sqrt(%1$s) * sqrt(sqrt(%1$s))".formatted(real(x));
            case Binary(BinaryOp op, Binary(BinaryOp inner, Unary(UnaryOp round, Scalar x), Const least), Const most)
            when isNearest(op, inner, round, least, most) ->
                NEAREST + "%s, %s, %s)".formatted(real(x), print(least), print(most));
            case Binary(
                    BinaryOp op,
                    Binary(
                            BinaryOp inner,
                            Unary(UnaryOp single, Binary(BinaryOp add, Unary(UnaryOp round, Scalar x), Arg zeroPoint)),
                            Const least),
                    Const most)
            when single == UnaryOp.SINGLE && add == BinaryOp.ADD && isNearest(op, inner, round, least, most) ->
                nearest(x, zeroPoint, least, most);
            case Binary(BinaryOp op, Scalar x, Scalar y) -> binary(op, real(x), real(y));
            case Select(Scalar condition, Scalar then, Scalar otherwise)
            when isInteger(f) -> choice(real(condition) + " != 0.0f", whole(then), whole(otherwise));
            case Select(Scalar condition, Scalar then, Scalar otherwise) ->
                choice(real(condition) + " != 0.0f", real(then), real(otherwise));
        };
    }

    private static boolean isNearest(BinaryOp op, BinaryOp inner, UnaryOp round, Const least, Const most) {
        return op == BinaryOp.MIN
                && inner == BinaryOp.MAX
                && round == UnaryOp.ROUND
                && isBound(least)
                && isBound(most)
                && least.value() <= most.value();
    }

    /** The same above a zero point, which is of the numbers' own type: between bounds that are lower by as much. */
    private String nearest(Scalar x, Arg zeroPoint, Const least, Const most) {
        return NEAREST
                + "%1$s, %3$s - %2$s, %4$s - %2$s) + %2$s"
                        .formatted(real(x), real(zeroPoint), print(least), print(most));
    }

    private static boolean isBound(Const bound) {
        return bound.value() == (int) bound.value() && Math.abs(bound.value()) <= MOST_NEAREST;
    }

    private boolean isInteger(Scalar f) {
        return Integers.are(f, integers);
    }

    /** As a floating-point number; an integer is rounded to the nearest one. */
    private String real(Scalar f) {
        String text = print(f);
        return isInteger(f) ? "convert_%s(%s)".formatted(vector.type(), text) : text;
    }

    /** As an integer, which it is or which a constant is that stands among integers. */
    private String whole(Scalar f) {
        if (f instanceof Const(double value)) {
            return vector.lanes() == 1 ? "(" + (int) value + ")" : "(%s)(%d)".formatted(vector.integers(), (int) value);
        }
        return print(f);
    }

    /** One operation on its own, correctly rounded: a quotient needs more than a device promises. */
    private String single(Scalar x) {
        String text = x instanceof Binary(BinaryOp op, Scalar a, Scalar b) && op == BinaryOp.DIVIDE
                ? "quotient(%s, %s)".formatted(real(a), real(b))
                : real(x);
        return ROUNDED + " " + text;
    }

    private static String wholeUnary(UnaryOp op, String x) {
        return switch (op) {
            case NEGATE -> "-" + x;
            case ABS -> "max(%1$s, -%1$s)".formatted(x);
            case FLOOR, CEIL, ROUND, TRUNCATE -> x;
            default -> throw new IllegalStateException(op + " is not computed in integers");
        };
    }

    private static String wholeBinary(BinaryOp op, String x, String y) {
        return switch (op) {
            case ADD -> x + " + " + y;
            case SUBTRACT -> x + " - " + y;
            case MULTIPLY -> x + " * " + y;
            case MIN -> "min(%s, %s)".formatted(x, y);
            case MAX -> "max(%s, %s)".formatted(x, y);
            default -> throw new IllegalStateException(op + " is not computed in integers");
        };
    }

    private boolean isAlong(LoopDim axis) {
        return vector.lanes() > 1 && along.filter(axis::equals).isPresent();
    }

    private String choice(String condition, String then, String otherwise) {
        return vector.lanes() == 1
                ? "(%s) ? %s : %s".formatted(condition, then, otherwise)
                : "select(%s, %s, %s)".formatted(otherwise, then, condition);
    }

    private String truth(String condition) {
        return choice(condition, vector.spread("1.0f"), vector.spread("0.0f"));
    }

    static String literal(double value) {
        float single = (float) value;
        if (Float.isNaN(single)) {
            return "NAN";
        }
        return Float.isInfinite(single) ? (single > 0 ? "INFINITY" : "(-INFINITY)") : "(" + single + "f)";
    }

    private String unary(UnaryOp op, String x) {
        return switch (op) {
            case NEGATE -> "-" + x;
            case ABS -> "fabs(%s)".formatted(x);
            case NOT -> truth("%s == 0.0f".formatted(x));
            case ROUND -> "rint(%s)".formatted(x);
            case SINGLE -> throw new IllegalStateException("printed with the operation that it is about");
            case TRUNCATE -> "trunc(%s)".formatted(x);
            case IS_NAN -> truth("isnan(%s)".formatted(x));
            case IS_INFINITE -> truth("isinf(%s)".formatted(x));
            case SIGN,
                    FLOOR,
                    CEIL,
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
                    ERF -> "%s(%s)".formatted(op.name().toLowerCase(Locale.ROOT), x);
        };
    }

    private String binary(BinaryOp op, String x, String y) {
        return switch (op) {
            case ADD -> x + " + " + y;
            case SUBTRACT -> x + " - " + y;
            case MULTIPLY -> x + " * " + y;
            case DIVIDE -> x + " / " + y;
            case POWER -> "pow(%s, %s)".formatted(x, y);
            case REMAINDER -> "fmod(%s, %s)".formatted(x, y);
            case MODULO -> "%1$s - %2$s * floor(%1$s / %2$s)".formatted(x, y);
            case MIN -> "fmin(%s, %s)".formatted(x, y);
            case MAX -> "fmax(%s, %s)".formatted(x, y);
            case LESS -> truth("%s < %s".formatted(x, y));
            case LESS_OR_EQUAL -> truth("%s <= %s".formatted(x, y));
            case EQUAL -> truth("%s == %s".formatted(x, y));
            case AND -> truth("(%s != 0.0f) & (%s != 0.0f)".formatted(x, y));
            case OR -> truth("(%s != 0.0f) | (%s != 0.0f)".formatted(x, y));
            case XOR -> truth("(%s != 0.0f) != (%s != 0.0f)".formatted(x, y));
        };
    }
}
