package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;
import static dev.toeplitz.graph.step.Scalar.constant;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.Step.Reduce;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import java.util.List;

/**
 * {@link QuantizeLinear} to UINT8 by the range that x turns out to have, widened to hold 0. Outputs: y, its scale and its zero point.
 * Source: ONNX DynamicQuantizeLinear.
 */
public record DynamicQuantizeLinear() implements Operator {
    private static final double MOST = 255;

    @Override
    public List<TensorType> outputs(List<TensorType> inputs) {
        Inputs.count(Inputs.shapes(inputs), 1);
        Quantised.requireScale("the input", inputs.getFirst());
        return List.of(
                inputs.getFirst().with(DataType.UINT8),
                new TensorType(DataType.FLOAT32, Shape.SCALAR),
                new TensorType(DataType.UINT8, Shape.SCALAR));
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        Shape x = inputs.getFirst().shape();
        View element = View.aligned(0, x, x);
        List<View> range = List.of(scalar(1), scalar(2));
        Scalar most = arg(0).max(0);
        Scalar least = arg(1).min(0);
        Scalar scale = most.minus(least).single().over(constant(MOST)).single();
        Scalar zeroPoint =
                Quantised.saturated(arg(0).min(0).negate().over(arg(1)).single(), DataType.UINT8);
        Scalar y = Quantised.saturated(arg(0).over(arg(1)).single(), arg(2), DataType.UINT8);
        return new Definition(
                1,
                List.of(
                        new Reduce(Shape.SCALAR, Loops.over(x), element, Fold.MAX),
                        new Reduce(Shape.SCALAR, Loops.over(x), element, Fold.MIN),
                        new Pointwise(Shape.SCALAR, range, scale),
                        new Pointwise(Shape.SCALAR, List.of(scalar(2), scalar(3)), zeroPoint),
                        new Pointwise(x, List.of(element, scalar(3), scalar(4)), y)),
                List.of(5, 3, 4));
    }

    private static View scalar(int operand) {
        return View.of(operand, Shape.SCALAR).build();
    }
}
