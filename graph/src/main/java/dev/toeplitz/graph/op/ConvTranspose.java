package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Transposed convolution (input up-sampling): each element of an N × C × spatial input is multiplied by a C × M/groups ×
 * spatial filter and added into the output, stride elements apart; a bias of M where there is a third input. It is a
 * convolution with input and output exchanged, so here the <em>output</em> is the Toeplitz view, and no zeros are
 * multiplied.
 *
 * <p>y[n, g·m + o, S·p + D·r − p0] += x[n, g·c + i, p] · w[g·c + i, o, r]; what falls into the padding is dropped.
 *
 * @param outputPadding elements that the output has beyond S · (M − 1) + E − p0 − p1, on each spatial axis
 */
public record ConvTranspose(List<Window> windows, int groups, List<Integer> outputPadding) implements SameType {
    public ConvTranspose {
        windows = List.copyOf(windows);
        outputPadding = List.copyOf(outputPadding);
        Require.positive("group", groups);
        Require.that(
                !windows.isEmpty() && windows.size() <= Spatial.MOST,
                "a transposed convolution over %d axes".formatted(windows.size()),
                "1 to %d".formatted(Spatial.MOST),
                "check kernel_shape");
        Require.that(
                outputPadding.size() == windows.size(),
                "output padding %s".formatted(outputPadding),
                "%d values".formatted(windows.size()),
                "one for each spatial axis");
    }

    /** Square, without output padding. */
    public static ConvTranspose square(int filter, int stride, int padding, int groups) {
        Window window = Window.of(filter, stride, padding);
        return new ConvTranspose(List.of(window, window), groups, List.of(0, 0));
    }

    @Override
    public Shape output(List<Shape> inputs) {
        Inputs.count(inputs, 2, 3);
        Shape x = Inputs.rank("the input", inputs.get(0), 2 + windows.size());
        Shape w = Inputs.rank("the filter", inputs.get(1), 2 + windows.size());
        Inputs.extent("the filter's input channels", w.at(0), x.at(1));
        Spatial.share("input channels", x.at(1), groups);
        Spatial.requireFilter(windows, w);
        int channels = Math.multiplyExact(w.at(1), groups);
        if (inputs.size() == 3) {
            Inputs.extent("the bias", Inputs.rank("the bias", inputs.get(2), 1).at(0), channels);
        }
        return Shape.of(x.at(0), channels).then(spatial(x));
    }

    private Shape spatial(Shape x) {
        return new Shape(IntStream.range(0, windows.size())
                .mapToObj(axis -> extent(windows.get(axis), x.at(2 + axis)) + outputPadding.get(axis))
                .toList());
    }

    /** S · (M − 1) + E − p0 − p1. */
    private static int extent(Window window, int extent) {
        return window.stride() * (extent - 1) + window.span() - window.before() - window.after();
    }

    @Override
    public Definition define(List<TensorType> types) {
        List<Shape> inputs = Inputs.shapes(types);
        Shape y = output(inputs);
        List<Step> steps = new ArrayList<>(List.of(contract(inputs.get(0), inputs.get(1), y, inputs.size())));
        if (inputs.size() == 3) {
            View sum = View.aligned(3, y, y);
            View bias = View.along(2, y.at(1), 1);
            steps.add(new Pointwise(y, List.of(sum, bias), arg(0).plus(arg(1))));
        }
        return new Definition(inputs.size(), steps);
    }

    private Contract contract(Shape x, Shape w, Shape y, int result) {
        int c = x.at(1) / groups;
        int m = w.at(1);
        Loops loops = Loops.none()
                .with(LoopDim.BATCH, x.at(0))
                .with(LoopDim.GROUP, groups)
                .with(LoopDim.OUT_CHANNEL, m)
                .with(LoopDim.IN_CHANNEL, c)
                .around(Spatial.inputs(x))
                .around(Spatial.taps(windows));
        View.Builder input = View.of(0, x).axis(LoopDim.BATCH).axis(LoopDim.GROUP, c, LoopDim.IN_CHANNEL);
        View.Builder filter =
                View.of(1, w).axis(LoopDim.GROUP, c, LoopDim.IN_CHANNEL).axis(LoopDim.OUT_CHANNEL);
        View.Builder output = View.of(result, y).axis(LoopDim.BATCH).axis(LoopDim.GROUP, m, LoopDim.OUT_CHANNEL);
        for (int axis = 0; axis < windows.size(); axis++) {
            Spatial.Names names = Spatial.names(axis, windows.size());
            input.axis(names.input());
            filter.axis(names.tap());
            output.axis(windows.get(axis).over(names.input(), names.tap()));
        }
        return new Contract(loops, input.build(), filter.build(), output.build());
    }
}
