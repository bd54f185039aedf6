package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.UnaryOp;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.Step.Reduce;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.Require;
import java.util.ArrayList;
import java.util.List;

/**
 * All elements that differ only in {@code axes} become one; ONNX's Reduce operators. Without axes each element is a lane of
 * its own.
 *
 * @param keepsAxes whether a reduced axis stays, with extent 1
 */
public record Reduction(Kind kind, List<Integer> axes, boolean keepsAxes) implements SameType {
    public Reduction {
        axes = List.copyOf(axes);
    }

    /** What becomes of the elements x of a lane. */
    public enum Kind {
        SUM("ReduceSum"),
        MEAN("ReduceMean"),
        MAX("ReduceMax"),
        MIN("ReduceMin"),
        PRODUCT("ReduceProd"),
        /** Σ |x|. */
        L1("ReduceL1"),
        /** √Σ x². */
        L2("ReduceL2"),
        /** log Σ x. */
        LOG_SUM("ReduceLogSum"),
        /** log Σ exp x, shifted by the maximum, which keeps exp finite. */
        LOG_SUM_EXP("ReduceLogSumExp"),
        /** Σ x². */
        SUM_SQUARE("ReduceSumSquare");

        private final String onnx;

        Kind(String onnx) {
            this.onnx = onnx;
        }

        /** Whether integers may give a number between two, which is then truncated towards 0. */
        private boolean leavesIntegers() {
            return switch (this) {
                case MEAN, L2, LOG_SUM, LOG_SUM_EXP -> true;
                case SUM, MAX, MIN, PRODUCT, L1, SUM_SQUARE -> false;
            };
        }
    }

    @Override
    public String name() {
        return kind.onnx;
    }

    @Override
    public Shape output(List<Shape> inputs) {
        Shape x = Inputs.count(inputs, 1).getFirst();
        List<Integer> over = resolved(x);
        Require.that(
                over.stream().distinct().count() == over.size(),
                "axes %s of shape %s".formatted(axes, x),
                "each axis once",
                "correct axes");
        return keepsAxes
                ? Lanes.folded(x, over)
                : new Shape(Lanes.kept(x, over).stream().map(x::at).toList());
    }

    private List<Integer> resolved(Shape x) {
        return axes.stream().map(x::axis).toList();
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        Shape x = inputs.getFirst().shape();
        List<Step> steps = new ArrayList<>(steps(x));
        if (!inputs.getFirst().type().isFloat() && kind.leavesIntegers()) {
            steps.add(map(steps.size(), steps.getLast().result(), arg(0).apply(UnaryOp.TRUNCATE)));
        }
        return new Definition(1, steps);
    }

    private List<Step> steps(Shape x) {
        return switch (kind) {
            case SUM -> List.of(fold(Fold.SUM, 0, x));
            case MEAN -> List.of(fold(Fold.MEAN, 0, x));
            case MAX -> List.of(fold(Fold.MAX, 0, x));
            case MIN -> List.of(fold(Fold.MIN, 0, x));
            case PRODUCT -> List.of(fold(Fold.PRODUCT, 0, x));
            case L1 -> List.of(map(0, x, arg(0).apply(UnaryOp.ABS)), fold(Fold.SUM, 1, x));
            case SUM_SQUARE -> List.of(map(0, x, arg(0).times(arg(0))), fold(Fold.SUM, 1, x));
            case L2 -> {
                Step sum = fold(Fold.SUM, 1, x);
                yield List.of(map(0, x, arg(0).times(arg(0))), sum, map(2, sum.result(), arg(0).sqrt()));
            }
            case LOG_SUM -> {
                Step sum = fold(Fold.SUM, 0, x);
                yield List.of(sum, map(1, sum.result(), arg(0).apply(UnaryOp.LOG)));
            }
            case LOG_SUM_EXP -> logSumExp(x);
        };
    }

    private Reduce fold(Fold fold, int operand, Shape x) {
        return Lanes.fold(fold, operand, x, resolved(x));
    }

    private static Pointwise map(int operand, Shape shape, Scalar f) {
        return new Pointwise(shape, List.of(View.aligned(operand, shape, shape)), f);
    }

    private List<Step> logSumExp(Shape x) {
        Reduce most = fold(Fold.MAX, 0, x);
        Shape y = most.result();
        List<View> shifted = List.of(View.aligned(0, x, x), Lanes.repeated(1, x, resolved(x)));
        List<View> joined = List.of(View.aligned(3, y, y), View.aligned(1, y, y));
        return List.of(
                most,
                new Pointwise(x, shifted, arg(0).minus(arg(1)).exp()),
                fold(Fold.SUM, 2, x),
                new Pointwise(y, joined, arg(0).apply(UnaryOp.LOG).plus(arg(1))));
    }
}
