package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.Require;
import java.util.List;

/**
 * {@link Conv} of 8-bit numbers less their zero points, summed exactly in 32 bits. Inputs: x, w, x's zero point, w's (one, or one for each
 * output channel); zero points may be left out from the last on where they are 0. Padding stands for 0, so it is the zero point. Source:
 * ONNX ConvInteger.
 */
public record ConvInteger(List<Window> windows, int groups) implements Operator {
    public ConvInteger {
        windows = new Conv(windows, groups).windows();
    }

    @Override
    public List<TensorType> outputs(List<TensorType> inputs) {
        Inputs.count(Inputs.shapes(inputs), 2, 4);
        Quantised.requireEight("the input", inputs.get(0));
        Quantised.requireEight("the filter", inputs.get(1));
        for (int i = 2; i < inputs.size(); i++) {
            requireZeroPoint(i == 2 ? "the input's" : "the filter's", inputs.get(i), inputs.get(i - 2), 1 - i % 2);
        }
        Shape y = conv().output(Inputs.shapes(inputs.subList(0, 2)));
        return List.of(new TensorType(DataType.INT32, y));
    }

    private static void requireZeroPoint(String whose, TensorType zeroPoint, TensorType of, int axis) {
        Require.that(
                zeroPoint.type() == of.type(),
                "%s zero point is of type %s".formatted(whose, zeroPoint.type()),
                of.type().toString(),
                "check the node's inputs");
        Quantised.requirePerTensorOrAxis(whose + " zero point", zeroPoint.shape(), of.shape(), axis);
    }

    private Conv conv() {
        return new Conv(windows, groups);
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        List<Shape> shapes = Inputs.shapes(inputs);
        Shifted steps = new Shifted(inputs.size());
        int x = inputs.size() > 2 ? steps.less(0, shapes.get(0), 2, shapes.get(2), 1) : 0;
        int w = inputs.size() > 3 ? steps.less(1, shapes.get(1), 3, shapes.get(3), 0) : 1;
        steps.contract((Contract) conv().define(inputs.subList(0, 2)).steps().getFirst(), x, w);
        return steps.definition();
    }

    @Override
    public boolean rescales(int input) {
        return input >= 2;
    }
}
