package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.Require;
import java.util.ArrayList;
import java.util.List;

/**
 * (x − zero point) · scale, the difference in integers, then each of the two roundings to single precision. Inputs: x, scale, zero point
 * where it is not 0; the last two one value each or one for each position along {@code axis}. Source: ONNX DequantizeLinear.
 */
public record DequantizeLinear(int axis) implements Operator {
    @Override
    public List<TensorType> outputs(List<TensorType> inputs) {
        List<Shape> shapes = Inputs.count(Inputs.shapes(inputs), 2, 3);
        if (inputs.getFirst().type() != DataType.INT32) {
            Quantised.requireType(inputs.getFirst().type());
        }
        Quantised.requireScale("the scale", inputs.get(1));
        Quantised.requirePerTensorOrAxis("the scale", shapes.get(1), shapes.getFirst(), axis);
        if (inputs.size() == 3) {
            Quantised.requirePerTensorOrAxis("the zero point", shapes.get(2), shapes.getFirst(), axis);
            Require.that(
                    inputs.get(2).type() == inputs.getFirst().type(),
                    "the zero point is of type %s".formatted(inputs.get(2).type()),
                    inputs.getFirst().type().toString(),
                    "check the node's inputs");
        }
        return List.of(inputs.getFirst().with(DataType.FLOAT32));
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        Shape x = inputs.getFirst().shape();
        List<View> views = new ArrayList<>(List.of(View.aligned(0, x, x)));
        for (int i = 1; i < inputs.size(); i++) {
            views.add(Quantised.perTensorOrAxis(i, inputs.get(i).shape(), x, axis));
        }
        Scalar difference = inputs.size() == 3 ? arg(0).minus(arg(2)) : arg(0);
        Scalar f = difference.single().times(arg(1)).single();
        return new Definition(inputs.size(), List.of(new Pointwise(x, views, f)));
    }

    @Override
    public boolean rescales(int input) {
        return input >= 1;
    }
}
