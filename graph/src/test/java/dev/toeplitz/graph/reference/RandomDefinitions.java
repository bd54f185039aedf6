package dev.toeplitz.graph.reference;

import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.MatMul;
import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.BinaryOp;
import dev.toeplitz.graph.step.Scalar.UnaryOp;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Step.Copy;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.Step.Reduce;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.LoopDim;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Small definitions of every kind of step, with random geometry, from a seed. */
final class RandomDefinitions {
    /** A random window may lie outside altogether, where a position has no answer and is refused. */
    private static final List<Fold> FOLDS =
            Stream.of(Fold.values()).filter(fold -> !fold.isPosition()).toList();

    private final Random random;

    RandomDefinitions(long seed) {
        random = new Random(seed);
    }

    /** A definition and inputs for it. */
    record Case(Definition definition, List<Tensor> inputs) {
        List<double[]> arrays() {
            return inputs.stream().map(Tensor::toDoubles).toList();
        }
    }

    int from(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    /** Values that single precision holds exactly. */
    Tensor tensor(Shape shape) {
        double[] values =
                random.doubles(shape.elements(), -2, 2).map(x -> (float) x).toArray();
        return Tensor.of(new TensorType(DataType.FLOAT32, shape), values);
    }

    Case any() {
        return switch (from(0, 5)) {
            case 0 -> convolution();
            case 1 -> exchanged(convolution());
            case 2 -> product();
            case 3 -> pointwise();
            case 4 -> reduction();
            default -> move();
        };
    }

    Window window() {
        return new Window(from(1, 3), from(1, 3), from(1, 2), from(0, 2), from(0, 2));
    }

    /** A convolution over one to three axes, without bias. */
    Case convolution() {
        int groups = from(1, 3);
        Shape x = Shape.of(from(1, 2), groups * from(1, 3));
        Shape w = Shape.of(groups * from(1, 3), x.at(1) / groups);
        List<Window> windows = new ArrayList<>();
        for (int axis = from(1, 3); axis > 0; axis--) {
            Window window = window();
            windows.add(window);
            int least = Math.max(1, window.span() - window.before() - window.after());
            x = x.then(Shape.of(from(least, least + 4)));
            w = w.then(Shape.of(window.size()));
        }
        Conv conv = new Conv(windows, groups);
        return of(conv.define(List.of(tensor(x).type(), tensor(w).type())), List.of(x, w));
    }

    /** With the convolution's views exchanged: its gradient by the input (a transposed convolution) or by the filter. */
    Case exchanged(Case convolution) {
        Contract c = (Contract) convolution.definition.steps().getFirst();
        boolean byInput = random.nextBoolean();
        Contract gradient = byInput
                ? new Contract(
                        c.loops(), c.out().of(0), c.right().of(1), c.left().of(2))
                : new Contract(
                        c.loops(), c.out().of(0), c.left().of(1), c.right().of(2));
        return of(
                new Definition(2, List.of(gradient)),
                List.of(gradient.left().shape(), gradient.right().shape()));
    }

    Case product() {
        Shape a = Shape.of(from(1, 2), from(1, 20), from(1, 9));
        Shape b = Shape.of(random.nextBoolean() ? 1 : a.at(0), a.at(2), from(1, 20));
        return of(new MatMul().define(List.of(tensor(a).type(), tensor(b).type())), List.of(a, b));
    }

    /** Broadcast operands, one read backwards through a table, under a random expression. */
    Case pointwise() {
        Shape y = Shape.of(from(1, 3), from(1, 4), from(1, 600));
        Shape row = Shape.of(y.at(2));
        Shape column = Shape.of(y.at(1), 1);
        List<Integer> backwards =
                IntStream.range(0, y.at(2)).map(i -> y.at(2) - 1 - i).boxed().toList();
        View reversed =
                View.of(1, row).axis(new Axis.Lookup(LoopDim.AXIS_2, backwards)).build();
        List<View> views = List.of(View.aligned(0, y, y), reversed, View.aligned(2, column, y));
        return of(new Definition(3, List.of(new Pointwise(y, views, scalar(3)))), List.of(y, row, column));
    }

    Scalar scalar(int depth) {
        return switch (depth == 0 ? from(0, 2) : from(0, 6)) {
            case 0 -> Scalar.arg(from(0, 2));
            case 1 -> Scalar.constant(from(-3, 3));
            case 2 -> new Scalar.Index(LoopDim.axis(from(0, 2)));
            case 3, 4 ->
                scalar(depth - 1).apply(BinaryOp.values()[from(0, BinaryOp.values().length - 1)], scalar(depth - 1));
            case 5 -> scalar(depth - 1).apply(UnaryOp.values()[from(0, UnaryOp.values().length - 1)]);
            default -> scalar(depth - 1).choose(scalar(depth - 1), scalar(depth - 1));
        };
    }

    /** A padded, strided window over the last axis and, with it, a whole axis folded. */
    Case reduction() {
        Window window = window();
        int least = Math.max(1, window.span() - window.before() - window.after());
        Shape x = Shape.of(from(1, 3), from(1, 4), from(least, least + 5));
        Shape y = Shape.of(x.at(0), window.positions(x.at(2)));
        Loops loops = Loops.none().with(LoopDim.IN_ROW, x.at(1)).with(LoopDim.FILTER_COL, window.size());
        View view = View.of(0, x)
                .axis(LoopDim.AXIS_0)
                .axis(LoopDim.IN_ROW)
                .axis(window.over(LoopDim.AXIS_1, LoopDim.FILTER_COL))
                .build();
        Fold fold = FOLDS.get(from(0, FOLDS.size() - 1));
        return of(new Definition(1, List.of(new Reduce(y, loops, view, fold))), List.of(x));
    }

    /** Two copies, transposed, shifted and cut off, the second partly over the first. */
    Case move() {
        Shape x = Shape.of(from(1, 4), from(1, 5));
        Shape y = Shape.of(from(1, 6), from(1, 6));
        List<Copy> copies = List.of(copy(0, x, y), copy(1, x, y));
        return of(new Definition(2, List.of(new Move(y, copies, from(-1, 1)))), List.of(x, x));
    }

    private Copy copy(int operand, Shape x, Shape y) {
        Loops loops = Loops.none().with(LoopDim.AXIS_0, from(1, 5)).with(LoopDim.AXIS_1, from(1, 5));
        View from = View.of(operand, x)
                .axis(Axis.of(from(-1, 1), LoopDim.AXIS_1, from(-1, 2)))
                .axis(Axis.of(from(-1, 1), LoopDim.AXIS_0, 1))
                .build();
        View to = View.of(2, y)
                .axis(Axis.of(from(-1, 2), LoopDim.AXIS_0, 1))
                .axis(Axis.of(from(-1, 2), LoopDim.AXIS_1, 1))
                .build();
        return new Copy(loops, from, to);
    }

    private Case of(Definition definition, List<Shape> shapes) {
        return new Case(definition, shapes.stream().map(this::tensor).toList());
    }

    /** Whether the case's one step is a contraction. */
    static boolean contracts(Case any) {
        Step step = any.definition.steps().getFirst();
        return step instanceof Contract;
    }
}
