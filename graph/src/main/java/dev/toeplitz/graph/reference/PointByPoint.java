package dev.toeplitz.graph.reference;

import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Loops.Loop;
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
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Step.Copy;
import dev.toeplitz.graph.step.Step.Feed;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.Step.Reduce;
import dev.toeplitz.graph.step.Step.Scan;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Carries a definition out literally: every step at every point of its loops, every view checked against its bounds.
 * Slow, plain, and the judge of every faster way on small shapes.
 */
public final class PointByPoint {
    private static final int OUTSIDE = -1;

    /** The definition's values as they are made, row-major. */
    private final List<double[]> values;

    /** The index of each loop at the current point; a loop that is not there stands at 0. */
    private final int[] point = new int[LoopDim.values().length];

    private PointByPoint(List<double[]> inputs) {
        values = new ArrayList<>(inputs);
    }

    /** The operator's outputs for these inputs. */
    public static List<Tensor> evaluate(Operator operator, Tensor... inputs) {
        List<TensorType> inputTypes = Arrays.stream(inputs).map(Tensor::type).toList();
        List<TensorType> types = operator.outputs(inputTypes);
        List<double[]> given = Arrays.stream(inputs).map(Tensor::toDoubles).toList();
        List<double[]> results = evaluate(operator.define(inputTypes), given);
        return IntStream.range(0, types.size())
                .mapToObj(i -> Tensor.of(types.get(i), results.get(i)))
                .toList();
    }

    /** The definition's outputs, row-major, for inputs row-major. */
    public static List<double[]> evaluate(Definition definition, List<double[]> inputs) {
        Require.that(
                inputs.size() == definition.inputs(),
                "%d inputs".formatted(inputs.size()),
                "%d".formatted(definition.inputs()),
                "give each input of the definition");
        PointByPoint interpreter = new PointByPoint(inputs);
        definition.steps().forEach(step -> interpreter.values.add(interpreter.run(step)));
        return definition.outputs().stream().map(interpreter.values::get).toList();
    }

    private double[] run(Step step) {
        double[] result = new double[Math.toIntExact(step.result().elements())];
        switch (step) {
            case Contract contract -> run(contract, result);
            case Pointwise pointwise -> run(pointwise, result);
            case Reduce reduce -> run(reduce, result);
            case Move move -> run(move, result);
            case Scan scan -> run(scan, result);
        }
        return result;
    }

    private void run(Contract contract, double[] result) {
        forEachPoint(contract.loops(), () -> {
            int out = position(contract.out());
            int left = positionOfValue(contract.left());
            int right = positionOfValue(contract.right());
            if (out != OUTSIDE && left != OUTSIDE && right != OUTSIDE) {
                result[out] += value(contract.left())[left] * value(contract.right())[right];
            }
        });
    }

    private void run(Pointwise pointwise, double[] result) {
        View out = View.aligned(OUTSIDE, pointwise.result(), pointwise.result());
        forEachPoint(Loops.over(pointwise.result()), () -> result[position(out)] = evaluate(pointwise.f(), pointwise));
    }

    private double evaluate(Scalar f, Pointwise step) {
        return switch (f) {
            case Arg(int operand) -> element(step.operands().get(operand));
            case Const(double value) -> value;
            case Index(LoopDim axis) -> point[axis.ordinal()];
            case Table(LoopDim axis, List<Double> table) -> table.get(point[axis.ordinal()]);
            case Unary(UnaryOp op, Scalar x) -> Arithmetic.apply(op, evaluate(x, step));
            case Binary(BinaryOp op, Scalar x, Scalar y) -> Arithmetic.apply(op, evaluate(x, step), evaluate(y, step));
            case Select(Scalar condition, Scalar then, Scalar otherwise) ->
                evaluate(condition, step) != 0 ? evaluate(then, step) : evaluate(otherwise, step);
        };
    }

    /** The operand's element at this point, where padding has no meaning. */
    private double element(View view) {
        int position = positionOfValue(view);
        if (position == OUTSIDE) {
            throw outside(view);
        }
        return value(view)[position];
    }

    static InputException outside(View view) {
        return new InputException(
                "a pointwise step reads outside operand %d".formatted(view.operand()),
                "an element of shape %s".formatted(view.shape()),
                "move the operand into a padded tensor first");
    }

    private void run(Reduce reduce, double[] result) {
        View out = View.aligned(OUTSIDE, reduce.result(), reduce.result());
        forEachPoint(Loops.over(reduce.result()), () -> result[position(out)] = fold(reduce));
    }

    /** Over an empty window: the fold's identity, and for the mean 0/0. */
    private double fold(Reduce reduce) {
        List<Double> inside = new ArrayList<>();
        List<Integer> taps = new ArrayList<>();
        int[] tap = {0};
        forEachPoint(reduce.window(), () -> {
            int position = positionOfValue(reduce.operand());
            if (position != OUTSIDE) {
                inside.add(value(reduce.operand())[position]);
                taps.add(tap[0]);
            }
            tap[0]++;
        });
        double folded = inside.stream().reduce(identity(reduce.fold()), (x, y) -> join(reduce.fold(), x, y));
        return switch (reduce.fold()) {
            case SUM, PRODUCT, MAX, MIN -> folded;
            case MEAN -> folded / inside.size();
            case ARG_MAX, ARG_MIN -> taps.isEmpty() ? 0 : taps.get(first(folded, inside));
        };
    }

    /** Which is the first that equals the extreme of all, where one is no number that one. */
    private static int first(double extreme, List<Double> elements) {
        return IntStream.range(0, elements.size())
                .filter(i -> elements.get(i) == extreme || Double.isNaN(elements.get(i)))
                .findFirst()
                .orElseThrow();
    }

    static double identity(Fold fold) {
        return switch (fold) {
            case SUM, MEAN -> 0;
            case PRODUCT -> 1;
            case MAX, ARG_MAX -> Double.NEGATIVE_INFINITY;
            case MIN, ARG_MIN -> Double.POSITIVE_INFINITY;
        };
    }

    static double join(Fold fold, double x, double y) {
        return switch (fold) {
            case SUM, MEAN -> x + y;
            case PRODUCT -> x * y;
            case MAX, ARG_MAX -> Math.max(x, y);
            case MIN, ARG_MIN -> Math.min(x, y);
        };
    }

    private void run(Move move, double[] result) {
        Arrays.fill(result, move.fill());
        for (Copy copy : move.copies()) {
            forEachPoint(copy.loops(), () -> {
                int to = position(copy.to());
                int from = positionOfValue(copy.from());
                if (to != OUTSIDE) {
                    result[to] = from == OUTSIDE ? move.fill() : value(copy.from())[from];
                }
            });
        }
    }

    private void run(Scan scan, double[] result) {
        double[] state = read(scan.state(), scan.initial());
        for (int time = 0; time < scan.times(); time++) {
            List<double[]> inputs = new ArrayList<>(List.of(state));
            for (Feed feed : scan.feeds()) {
                inputs.add(read(feed.shape(), feed.at(time)));
            }
            state = evaluate(scan.body(), inputs).getFirst();
            System.arraycopy(state, 0, result, time * state.length, state.length);
        }
    }

    /** What a view gives at each element of a shape. */
    private double[] read(Shape shape, View view) {
        double[] read = new double[Math.toIntExact(shape.elements())];
        View to = View.aligned(OUTSIDE, shape, shape);
        forEachPoint(Loops.over(shape), () -> read[position(to)] = element(view));
        return read;
    }

    private double[] value(View view) {
        return values.get(view.operand());
    }

    private int positionOfValue(View view) {
        if (view.shape().elements() != value(view).length) {
            throw new InputException(
                    "value %d has %d elements and is viewed as %s"
                            .formatted(view.operand(), value(view).length, view.shape()),
                    "as many elements",
                    "correct the view's shape");
        }
        return position(view);
    }

    /** The row-major position that the view touches at this point, or {@link #OUTSIDE}. */
    private int position(View view) {
        Shape shape = view.shape();
        int position = 0;
        for (int axis = 0; axis < shape.rank(); axis++) {
            int index = index(view.axes().get(axis));
            if (index < 0 || index >= shape.at(axis)) {
                return OUTSIDE;
            }
            position = position * shape.at(axis) + index;
        }
        return position;
    }

    private int index(Axis axis) {
        return switch (axis) {
            case Axis.Affine(int offset, List<Axis.Term> terms) -> {
                int index = offset;
                for (Axis.Term term : terms) {
                    index += term.coefficient() * point[term.dim().ordinal()];
                }
                yield index;
            }
            case Axis.Lookup(LoopDim dim, List<Integer> indices) -> indices.get(point[dim.ordinal()]);
        };
    }

    /** Runs {@code body} at every point of the nest, outermost loop slowest. */
    private void forEachPoint(Loops loops, Runnable body) {
        forEachPoint(loops.list(), body);
    }

    private void forEachPoint(List<Loop> loops, Runnable body) {
        if (loops.isEmpty()) {
            body.run();
            return;
        }
        Loop outer = loops.getFirst();
        for (int i = 0; i < outer.extent(); i++) {
            point[outer.dim().ordinal()] = i;
            forEachPoint(loops.subList(1, loops.size()), body);
        }
        point[outer.dim().ordinal()] = 0;
    }
}
