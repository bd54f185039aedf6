package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.Require;
import java.util.List;

/**
 * {@link MatMul} of quantised numbers to quantised numbers. Inputs: a, its scale and zero point, b, its scale and zero point (one, or one
 * for each column), y's scale and zero point; without any zero points where not {@code shifted}. Source: ONNX QLinearMatMul.
 */
public record QLinearMatMul(DataType type, boolean shifted) implements Operator {
    private QLinear inputs(List<TensorType> types) {
        return new QLinear(types, shifted, type, -1, -1);
    }

    @Override
    public List<TensorType> outputs(List<TensorType> types) {
        QLinear inputs = inputs(types);
        inputs.require(inputs.bias());
        Require.that(
                inputs.shape(inputs.w()).rank() > 1
                        || inputs.shape(inputs.wScale()).elements() == 1,
                "a scale for each element of a vector",
                "one value",
                "quantise it by tensor");
        return List.of(new TensorType(type, new MatMul().output(Inputs.shapes(inputs.operands()))));
    }

    @Override
    public Definition define(List<TensorType> types) {
        QLinear inputs = inputs(types);
        Definition product = new MatMul().define(inputs.operands());
        return inputs.definition((Contract) product.steps().getFirst(), -1);
    }

    @Override
    public boolean rescales(int input) {
        return inputs(List.of()).rescales(input);
    }
}
