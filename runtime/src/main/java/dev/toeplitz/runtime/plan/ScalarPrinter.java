package dev.toeplitz.runtime.plan;

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
import java.util.List;
import java.util.stream.Collectors;

/** Expressions as OpenCL C; operand i is {@code xi}. */
final class ScalarPrinter {
    private ScalarPrinter() {}

    static String print(Scalar f) {
        return switch (f) {
            case Arg(int operand) -> "x" + operand;
            case Const(double value) -> literal(value);
            case Index(LoopDim axis) -> "(float)" + IndexPrinter.name(axis);
            case Table(LoopDim axis, List<Double> values) -> table(axis, values);
            case Unary(UnaryOp op, Scalar x) -> template(op).formatted(print(x));
            case Binary(BinaryOp op, Scalar x, Scalar y) -> template(op).formatted(print(x), print(y));
            case Select(Scalar condition, Scalar then, Scalar otherwise) ->
                "((%s) != 0.0f ? (%s) : (%s))".formatted(print(condition), print(then), print(otherwise));
        };
    }

    private static String table(LoopDim axis, List<Double> values) {
        String elements = values.stream().map(ScalarPrinter::literal).collect(Collectors.joining(", "));
        return "((const float[%d]){%s})[%s]".formatted(values.size(), elements, IndexPrinter.name(axis));
    }

    static String literal(double value) {
        float single = (float) value;
        if (Float.isNaN(single)) {
            return "NAN";
        }
        return Float.isInfinite(single) ? (single > 0 ? "INFINITY" : "(-INFINITY)") : "(" + single + "f)";
    }

    private static String template(UnaryOp op) {
        return switch (op) {
            case NEGATE -> "(-(%s))";
            case ABS -> "fabs(%s)";
            case SIGN -> "sign(%s)";
            case NOT -> "((%s) == 0.0f ? 1.0f : 0.0f)";
            case FLOOR -> "floor(%s)";
            case CEIL -> "ceil(%s)";
            case ROUND -> "rint(%s)";
            case TRUNCATE -> "trunc(%s)";
            case IS_NAN -> "(isnan(%s) ? 1.0f : 0.0f)";
            case IS_INFINITE -> "(isinf(%s) ? 1.0f : 0.0f)";
            case SQRT, EXP, LOG, SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, TANH, ASINH, ACOSH, ATANH, ERF ->
                op.name().toLowerCase() + "(%s)";
        };
    }

    private static String template(BinaryOp op) {
        return switch (op) {
            case ADD -> "(%s + %s)";
            case SUBTRACT -> "(%s - %s)";
            case MULTIPLY -> "(%s * %s)";
            case DIVIDE -> "(%s / %s)";
            case POWER -> "pow(%s, %s)";
            case REMAINDER -> "fmod(%s, %s)";
            case MODULO -> "(%1$s - %2$s * floor(%1$s / %2$s))";
            case MIN -> "fmin(%s, %s)";
            case MAX -> "fmax(%s, %s)";
            case LESS -> "(%s < %s ? 1.0f : 0.0f)";
            case LESS_OR_EQUAL -> "(%s <= %s ? 1.0f : 0.0f)";
            case EQUAL -> "(%s == %s ? 1.0f : 0.0f)";
            case AND -> "((%s) != 0.0f && (%s) != 0.0f ? 1.0f : 0.0f)";
            case OR -> "((%s) != 0.0f || (%s) != 0.0f ? 1.0f : 0.0f)";
            case XOR -> "(((%s) != 0.0f) != ((%s) != 0.0f) ? 1.0f : 0.0f)";
        };
    }
}
