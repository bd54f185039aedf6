package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import java.util.List;

/**
 * {@link Conv} of quantised numbers to quantised numbers: 8-bit products summed in 32 bits, the bias added there, then scaled and rounded
 * once. Inputs: x, its scale and zero point, w, its scale and zero point (one, or one for each output channel), y's scale and zero point,
 * perhaps a bias; without any zero points where not {@code shifted}. Source: ONNX QLinearConv.
 */
public record QLinearConv(List<Window> windows, int groups, DataType type, boolean shifted) implements Operator {
    public QLinearConv {
        windows = new Conv(windows, groups).windows();
    }

    private QLinear inputs(List<TensorType> types) {
        return new QLinear(types, shifted, type, 1, 0);
    }

    @Override
    public List<TensorType> outputs(List<TensorType> types) {
        QLinear inputs = inputs(types);
        inputs.require(inputs.bias() + 1);
        Shape y = new Conv(windows, groups).output(Inputs.shapes(inputs.operands()));
        if (types.size() > inputs.bias()) {
            Inputs.same("the bias", inputs.shape(inputs.bias()), Shape.of(y.at(1)));
        }
        return List.of(new TensorType(type, y));
    }

    @Override
    public Definition define(List<TensorType> types) {
        QLinear inputs = inputs(types);
        Definition conv = new Conv(windows, groups).define(inputs.operands());
        return inputs.definition((Contract) conv.steps().getFirst(), 1);
    }

    @Override
    public boolean rescales(int input) {
        return inputs(List.of()).rescales(input);
    }
}
