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
 * saturate(round(x / scale) + zero point), the quotient rounded to single precision and then to the nearest whole number, the even one
 * of two. Inputs: x, scale, zero point where it is not 0; the last two one value each or one for each position along {@code axis}.
 * Source: ONNX QuantizeLinear.
 */
public record QuantizeLinear(DataType type, int axis) implements Operator {
    public QuantizeLinear {
        Quantised.requireType(type);
    }

    @Override
    public List<TensorType> outputs(List<TensorType> inputs) {
        List<Shape> shapes = Inputs.count(Inputs.shapes(inputs), 2, 3);
        Quantised.requireScale("the scale", inputs.get(1));
        Quantised.requirePerTensorOrAxis("the scale", shapes.get(1), shapes.getFirst(), axis);
        if (inputs.size() == 3) {
            Quantised.requirePerTensorOrAxis("the zero point", shapes.get(2), shapes.getFirst(), axis);
            Require.that(
                    inputs.get(2).type() == type,
                    "the zero point is of type %s".formatted(inputs.get(2).type()),
                    type.toString(),
                    "check the node's inputs");
        }
        return List.of(inputs.getFirst().with(type));
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        Shape x = inputs.getFirst().shape();
        List<View> views = new ArrayList<>(List.of(View.aligned(0, x, x)));
        for (int i = 1; i < inputs.size(); i++) {
            views.add(Quantised.perTensorOrAxis(i, inputs.get(i).shape(), x, axis));
        }
        // A whole number is rounded before it is divided, as a conversion does it.
        Scalar element = inputs.getFirst().type().isFloat() ? arg(0) : arg(0).single();
        Scalar quotient = element.over(arg(1)).single();
        Scalar f =
                inputs.size() == 3 ? Quantised.saturated(quotient, arg(2), type) : Quantised.saturated(quotient, type);
        return new Definition(inputs.size(), List.of(new Pointwise(x, views, f)));
    }

    @Override
    public boolean rescales(int input) {
        return input >= 1;
    }
}
