package dev.toeplitz.graph.hint;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.BinaryOp;
import dev.toeplitz.graph.step.Scalar.UnaryOp;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.View;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/** Which values of a graph are never negative, whatever its inputs and weights are: read from what nodes compute. */
final class Signs {
    private final Set<Value> positive = new HashSet<>();

    Signs(Graph graph) {
        graph.nodes().forEach(this::run);
    }

    boolean isNeverNegative(Value value) {
        return positive.contains(value);
    }

    private void run(Node node) {
        Definition definition = node.definition();
        List<Boolean> known = new ArrayList<>();
        node.inputs().forEach(value -> known.add(positive.contains(value)));
        definition.steps().forEach(step -> known.add(neverNegative(step, known)));
        for (int i = 0; i < node.outputs().size(); i++) {
            if (known.get(definition.outputs().get(i))) {
                positive.add(node.outputs().get(i));
            }
        }
    }

    private static boolean neverNegative(Step step, List<Boolean> known) {
        return switch (step) {
            case Step.Contract _, Step.Scan _ -> false;
            case Step.Pointwise(var _, List<View> operands, Scalar f) ->
                neverNegative(f, operand -> known.get(operands.get(operand).operand()));
            case Step.Reduce(var _, var _, View operand, Step.Fold fold) ->
                fold.isPosition() || known.get(operand.operand());
            case Step.Move(var _, var copies, double fill) ->
                fill >= 0
                        && copies.stream()
                                .allMatch(copy -> known.get(copy.from().operand()));
        };
    }

    private static boolean neverNegative(Scalar f, IntPredicate known) {
        return switch (f) {
            case Scalar.Arg(int operand) -> known.test(operand);
            case Scalar.Const(double value) -> value >= 0;
            case Scalar.Index _ -> true;
            case Scalar.Table(var _, List<Double> values) -> values.stream().allMatch(value -> value >= 0);
            case Scalar.Unary(UnaryOp op, Scalar x) -> unary(op, neverNegative(x, known));
            case Scalar.Binary(BinaryOp op, Scalar x, Scalar y) ->
                op == BinaryOp.MULTIPLY && x.equals(y) || binary(op, neverNegative(x, known), neverNegative(y, known));
            case Scalar.Select(Scalar _, Scalar then, Scalar otherwise) ->
                neverNegative(then, known) && neverNegative(otherwise, known);
        };
    }

    private static boolean unary(UnaryOp op, boolean x) {
        return switch (op) {
            case ABS, SQRT, EXP, COSH, ACOS, ACOSH, NOT, IS_NAN, IS_INFINITE -> true;
            case SIGN, FLOOR, CEIL, ROUND, SINGLE, TRUNCATE, ASIN, ATAN, SINH, TANH, ASINH, ATANH, ERF -> x;
            case NEGATE, LOG, SIN, COS, TAN -> false;
        };
    }

    private static boolean binary(BinaryOp op, boolean x, boolean y) {
        return switch (op) {
            case ADD, MULTIPLY, DIVIDE, MIN -> x && y;
            case MAX -> x || y;
            case POWER, REMAINDER -> x;
            case MODULO -> y;
            case SUBTRACT -> false;
            case LESS, LESS_OR_EQUAL, EQUAL, AND, OR, XOR -> true;
        };
    }
}
