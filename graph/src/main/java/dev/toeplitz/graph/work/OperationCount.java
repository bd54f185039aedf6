package dev.toeplitz.graph.work;

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
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.OperationKind;
import java.util.EnumMap;
import java.util.Map;

/**
 * Counts the operations of a pointwise step. A subexpression counts once for each combination of the axes that move one
 * of its operands: what depends on the channel alone is computed once a channel, and what depends on nothing is free.
 */
final class OperationCount {
    private final Pointwise step;
    private final Map<OperationKind, Long> counts = new EnumMap<>(OperationKind.class);

    private OperationCount(Pointwise step) {
        this.step = step;
    }

    static Map<OperationKind, Long> of(Pointwise step) {
        OperationCount count = new OperationCount(step);
        count.add(step.f());
        return count.counts;
    }

    /** Counts an expression's operations; gives the axes that move it, a bit each. */
    private int add(Scalar f) {
        return switch (f) {
            case Arg(int operand) -> axesMoving(step.operands().get(operand));
            case Const _ -> 0;
            case Index(LoopDim axis) -> 1 << axis.ordinal();
            case Table(LoopDim axis, var _) -> 1 << axis.ordinal();
            case Unary(UnaryOp op, Scalar x) -> tally(kind(op), add(x));
            case Binary(BinaryOp op, Scalar x, Scalar y) -> tally(kind(op), add(x) | add(y));
            case Select(Scalar condition, Scalar then, Scalar otherwise) ->
                tally(OperationKind.COMPARE, add(condition) | add(then) | add(otherwise));
        };
    }

    private int axesMoving(View view) {
        int axes = 0;
        for (int axis = 0; axis < step.result().rank(); axis++) {
            LoopDim dim = LoopDim.axis(axis);
            axes |= view.movesWith(dim) ? 1 << dim.ordinal() : 0;
        }
        return axes;
    }

    private int tally(OperationKind kind, int axes) {
        long points = 1;
        for (int axis = 0; axis < step.result().rank(); axis++) {
            boolean moves = (axes & 1 << LoopDim.axis(axis).ordinal()) != 0;
            points = Math.multiplyExact(points, moves ? (long) step.result().at(axis) : 1);
        }
        if (axes != 0) {
            counts.merge(kind, points, Math::addExact);
        }
        return axes;
    }

    private static OperationKind kind(UnaryOp op) {
        return switch (op) {
            case NEGATE -> OperationKind.ADD;
            case ABS, SIGN, NOT, FLOOR, CEIL, ROUND, SINGLE, TRUNCATE, IS_NAN, IS_INFINITE -> OperationKind.COMPARE;
            case SQRT, EXP, LOG, SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, TANH, ASINH, ACOSH, ATANH, ERF ->
                OperationKind.EXPONENTIAL;
        };
    }

    private static OperationKind kind(BinaryOp op) {
        return switch (op) {
            case ADD, SUBTRACT -> OperationKind.ADD;
            case MULTIPLY -> OperationKind.MULTIPLY;
            case DIVIDE, REMAINDER, MODULO -> OperationKind.DIVIDE;
            case POWER -> OperationKind.EXPONENTIAL;
            case MIN, MAX, LESS, LESS_OR_EQUAL, EQUAL, AND, OR, XOR -> OperationKind.COMPARE;
        };
    }
}
