package dev.toeplitz.graph.op;

import static dev.toeplitz.terms.LoopDim.BATCH;
import static dev.toeplitz.terms.LoopDim.GROUP;
import static dev.toeplitz.terms.LoopDim.IN_CHANNEL;
import static dev.toeplitz.terms.LoopDim.OUT_CHANNEL;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.Require;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolution (as the field says; in truth cross-correlation) of an N × C × spatial input with an M × C/groups × spatial
 * filter, and a bias of M where there is a third input; one to three spatial axes, one window each. Grouped, depthwise
 * and dilated convolution are this with other attributes.
 *
 * <p>y[n, g·m + o, p] = bias + Σ x[n, g·c + i, S·p + D·r − p0] · w[g·m + o, i, r]; zero outside the map.
 */
public record Conv(List<Window> windows, int groups) implements SameType {
    public Conv {
        windows = List.copyOf(windows);
        Require.positive("group", groups);
        Require.that(
                !windows.isEmpty() && windows.size() <= Spatial.MOST,
                "a convolution over %d axes".formatted(windows.size()),
                "1 to %d".formatted(Spatial.MOST),
                "check kernel_shape");
    }

    /** Square, as most are. */
    public static Conv square(int filter, int stride, int padding, int groups) {
        Window window = Window.of(filter, stride, padding);
        return new Conv(List.of(window, window), groups);
    }

    @Override
    public Shape output(List<Shape> inputs) {
        Inputs.count(inputs, 2, 3);
        Shape x = Inputs.rank("the input", inputs.get(0), 2 + windows.size());
        Shape w = Inputs.rank("the filter", inputs.get(1), 2 + windows.size());
        Inputs.extent("the filter's input channels", w.at(1), Spatial.share("input channels", x.at(1), groups));
        Spatial.share("output channels", w.at(0), groups);
        Spatial.requireFilter(windows, w);
        if (inputs.size() == 3) {
            Inputs.extent("the bias", Inputs.rank("the bias", inputs.get(2), 1).at(0), w.at(0));
        }
        return Shape.of(x.at(0), w.at(0)).then(Spatial.positions(windows, x));
    }

    @Override
    public Definition define(List<TensorType> types) {
        List<Shape> inputs = types.stream().map(TensorType::shape).toList();
        Shape y = output(inputs);
        List<Step> steps = new ArrayList<>(List.of(contract(inputs.get(0), inputs.get(1), y, inputs.size())));
        if (inputs.size() == 3) {
            View sum = View.aligned(3, y, y);
            View bias = View.along(2, y.at(1), 1);
            steps.add(new Pointwise(y, List.of(sum, bias), Scalar.arg(0).plus(Scalar.arg(1))));
        }
        return new Definition(inputs.size(), steps);
    }

    private Contract contract(Shape x, Shape w, Shape y, int result) {
        int m = w.at(0) / groups;
        int c = w.at(1);
        Loops loops = Loops.none()
                .with(BATCH, y.at(0))
                .with(GROUP, groups)
                .with(OUT_CHANNEL, m)
                .with(IN_CHANNEL, c)
                .around(Spatial.outputs(y))
                .around(Spatial.taps(windows));
        View.Builder input = View.of(0, x).axis(BATCH).axis(GROUP, c, IN_CHANNEL);
        View.Builder filter = View.of(1, w).axis(GROUP, m, OUT_CHANNEL).axis(IN_CHANNEL);
        View.Builder output = View.of(result, y).axis(BATCH).axis(GROUP, m, OUT_CHANNEL);
        for (int axis = 0; axis < windows.size(); axis++) {
            Spatial.Names names = Spatial.names(axis, windows.size());
            input.axis(windows.get(axis).over(names.output(), names.tap()));
            filter.axis(names.tap());
            output.axis(names.output());
        }
        return new Contract(loops, input.build(), filter.build(), output.build());
    }
}
