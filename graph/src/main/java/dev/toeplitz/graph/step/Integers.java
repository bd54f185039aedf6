package dev.toeplitz.graph.step;

import dev.toeplitz.graph.step.Scalar.Arg;
import dev.toeplitz.graph.step.Scalar.Binary;
import dev.toeplitz.graph.step.Scalar.BinaryOp;
import dev.toeplitz.graph.step.Scalar.Const;
import dev.toeplitz.graph.step.Scalar.Index;
import dev.toeplitz.graph.step.Scalar.Select;
import dev.toeplitz.graph.step.Scalar.Table;
import dev.toeplitz.graph.step.Scalar.Unary;
import dev.toeplitz.graph.step.Scalar.UnaryOp;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.Step.Reduce;
import dev.toeplitz.graph.step.Step.Scan;
import dev.toeplitz.terms.DataType;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/**
 * What is computed in integers of 32 bits, and so exactly: products and sums of 8-bit numbers above all. One rule for the reference,
 * whose bound for it is 0, and for kernels, which compute it in integers. All else is computed in floating point.
 */
public final class Integers {
    private Integers() {}

    /** Whether a device holds tensors of this type as integers of its own width; it holds all others as floating-point numbers. */
    public static boolean are(DataType type) {
        return switch (type) {
            case INT8, UINT8, INT32 -> true;
            case FLOAT64, FLOAT32, FLOAT16, BFLOAT16, INT64, INT16, INT4, UINT64, UINT32, UINT16, BOOL -> false;
        };
    }

    /** Whether an expression is computed in integers, given which operands are. */
    public static boolean are(Scalar f, IntPredicate operand) {
        return f.highestOperand() >= 0 && stayWhole(f, operand);
    }

    private static boolean stayWhole(Scalar f, IntPredicate operand) {
        return switch (f) {
            case Arg(int number) -> operand.test(number);
            case Const(double value) -> value == (int) value;
            case Index _, Table _ -> false;
            case Unary(UnaryOp op, Scalar x) ->
                switch (op) {
                    case NEGATE, ABS, FLOOR, CEIL, ROUND, TRUNCATE -> stayWhole(x, operand);
                    default -> false;
                };
            case Binary(BinaryOp op, Scalar x, Scalar y) ->
                switch (op) {
                    case ADD, SUBTRACT, MULTIPLY, MIN, MAX -> stayWhole(x, operand) && stayWhole(y, operand);
                    default -> false;
                };
            case Select(Scalar _, Scalar then, Scalar otherwise) ->
                stayWhole(then, operand) && stayWhole(otherwise, operand);
        };
    }

    /**
     * What a step's result is, given its operands' types: INT32 where it is computed in integers, the operand's own where it is one of
     * its elements, FLOAT32 otherwise.
     */
    public static DataType made(Step step, IntFunction<DataType> types) {
        return switch (step) {
            case Contract contract ->
                are(types.apply(contract.left().operand()))
                                && are(types.apply(contract.right().operand()))
                        ? DataType.INT32
                        : DataType.FLOAT32;
            case Pointwise pointwise ->
                are(
                                pointwise.f(),
                                operand -> are(types.apply(
                                        pointwise.operands().get(operand).operand())))
                        ? DataType.INT32
                        : DataType.FLOAT32;
            case Reduce reduce ->
                reduce.fold() == Fold.MAX || reduce.fold() == Fold.MIN
                        ? held(types.apply(reduce.operand().operand()))
                        : DataType.FLOAT32;
            case Move move -> moved(move, types);
            case Scan _ -> DataType.FLOAT32;
        };
    }

    private static DataType moved(Move move, IntFunction<DataType> types) {
        List<DataType> sources = move.copies().stream()
                .map(copy -> types.apply(copy.from().operand()))
                .distinct()
                .toList();
        return sources.size() == 1 ? held(sources.getFirst()) : DataType.FLOAT32;
    }

    private static DataType held(DataType type) {
        return are(type) ? type : DataType.FLOAT32;
    }
}
