package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Copy;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.step.Step.Reduce;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.Require;
import java.util.List;

/**
 * Maximum or mean over a window of each channel of an N × C × spatial input. Padding never wins a maximum; a mean counts
 * it only where {@code countsPadding}.
 */
public record Pool(Fold fold, List<Window> windows, boolean ceil, boolean countsPadding) implements SameType {
    public Pool {
        windows = List.copyOf(windows);
        Require.that(
                !windows.isEmpty() && windows.size() <= Spatial.MOST,
                "pooling over %d axes".formatted(windows.size()),
                "1 to %d".formatted(Spatial.MOST),
                "check kernel_shape");
    }

    /** Square maximum pooling. */
    public static Pool max(int filter, int stride, int padding, boolean ceil) {
        Window window = Window.of(filter, stride, padding);
        return new Pool(Fold.MAX, List.of(window, window), ceil, false);
    }

    /** Square mean pooling that does not count padding. */
    public static Pool mean(int filter, int stride, int padding, boolean ceil) {
        Window window = Window.of(filter, stride, padding);
        return new Pool(Fold.MEAN, List.of(window, window), ceil, false);
    }

    @Override
    public String name() {
        return fold == Fold.MAX ? "MaxPool" : "AveragePool";
    }

    @Override
    public Shape output(List<Shape> inputs) {
        Shape x = Inputs.rank("the input", Inputs.count(inputs, 1).getFirst(), 2 + windows.size());
        Shape y = x;
        for (int axis = 0; axis < windows.size(); axis++) {
            Window window = windows.get(axis);
            int extent = x.at(2 + axis);
            y = y.with(2 + axis, ceil ? window.positionsCeil(extent) : window.positions(extent));
        }
        return y;
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        Shape x = inputs.getFirst().shape();
        Shape y = output(List.of(x));
        if (!countsPadding) {
            return new Definition(1, List.of(reduce(0, x, y, windows)));
        }
        // Zeros that count are elements like any other: write them first, then take the mean of what is there.
        Move zeros = withPadding(x);
        List<Window> bare = windows.stream().map(window -> window.padded(0, 0)).toList();
        return new Definition(1, List.<Step>of(zeros, reduce(1, zeros.result(), y, bare)));
    }

    /** The fold alone, without counting padding. */
    Reduce reduce(int operand, Shape x, Shape y) {
        return reduce(operand, x, y, windows);
    }

    private Reduce reduce(int operand, Shape x, Shape y, List<Window> over) {
        View.Builder view = View.of(operand, x).axis(LoopDim.axis(0)).axis(LoopDim.axis(1));
        for (int axis = 0; axis < over.size(); axis++) {
            view.axis(over.get(axis)
                    .over(
                            LoopDim.axis(2 + axis),
                            Spatial.names(axis, over.size()).tap()));
        }
        return new Reduce(y, Spatial.taps(over), view.build(), fold);
    }

    private Move withPadding(Shape x) {
        Shape larger = x;
        View.Builder to = View.of(1, x).axis(LoopDim.axis(0)).axis(LoopDim.axis(1));
        for (int axis = 0; axis < windows.size(); axis++) {
            Window window = windows.get(axis);
            larger = larger.with(2 + axis, x.at(2 + axis) + window.before() + window.after());
            to.axis(Axis.of(window.before(), LoopDim.axis(2 + axis), 1));
        }
        View target = new View(1, larger, to.build().axes());
        return new Move(larger, List.of(new Copy(Loops.over(x), View.aligned(0, x, x), target)), 0);
    }
}
