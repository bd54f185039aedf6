package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import java.util.List;

/**
 * Where along an axis the largest element stands, as a 64-bit integer.
 *
 * @param keepsAxis whether the axis stays, with extent 1
 * @param last whether of equal elements the last one counts, not the first
 */
public record ArgMax(int axis, boolean keepsAxis, boolean last) implements Operator {
    @Override
    public List<TensorType> outputs(List<TensorType> inputs) {
        Shape x = Inputs.count(Inputs.shapes(inputs), 1).getFirst();
        return List.of(new TensorType(DataType.INT64, Positions.output(x, axis, keepsAxis)));
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        return Positions.define(Fold.ARG_MAX, inputs.getFirst().shape(), axis, last);
    }
}
