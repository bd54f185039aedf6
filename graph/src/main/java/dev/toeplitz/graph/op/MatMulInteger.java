package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.Require;
import java.util.List;

/**
 * {@link MatMul} of 8-bit numbers less their zero points, summed exactly in 32 bits. Inputs: a, b, a's zero point (one, or one for each row),
 * b's (one, or one for each column); zero points may be left out from the last on where they are 0. Source: ONNX MatMulInteger.
 */
public record MatMulInteger() implements Operator {
    @Override
    public List<TensorType> outputs(List<TensorType> inputs) {
        Inputs.count(Inputs.shapes(inputs), 2, 4);
        Quantised.requireEight("the first operand", inputs.get(0));
        Quantised.requireEight("the second operand", inputs.get(1));
        for (int i = 2; i < inputs.size(); i++) {
            TensorType of = inputs.get(i - 2);
            Require.that(
                    inputs.get(i).type() == of.type(),
                    "a zero point is of type %s".formatted(inputs.get(i).type()),
                    of.type().toString(),
                    "check the node's inputs");
            Quantised.requirePerTensorOrAxis(
                    "a zero point", inputs.get(i).shape(), of.shape(), axis(of.shape(), i == 2));
        }
        return List.of(new TensorType(DataType.INT32, new MatMul().output(Inputs.shapes(inputs.subList(0, 2)))));
    }

    /** Rows of the left operand, columns of the right one; a vector has but one axis. */
    static int axis(Shape shape, boolean left) {
        return left && shape.rank() > 1 ? -2 : -1;
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        List<Shape> shapes = Inputs.shapes(inputs);
        Shifted steps = new Shifted(inputs.size());
        int a = inputs.size() > 2 ? steps.less(0, shapes.get(0), 2, shapes.get(2), axis(shapes.get(0), true)) : 0;
        int b = inputs.size() > 3 ? steps.less(1, shapes.get(1), 3, shapes.get(3), axis(shapes.get(1), false)) : 1;
        steps.contract(
                (Contract) new MatMul().define(inputs.subList(0, 2)).steps().getFirst(), a, b);
        return steps.definition();
    }

    @Override
    public boolean rescales(int input) {
        return input >= 2;
    }
}
