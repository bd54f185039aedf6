package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import java.util.List;

/** x where the condition holds, y elsewhere; all three broadcast. Inputs: condition, x, y. */
public record Where() implements Operator {
    @Override
    public List<TensorType> outputs(List<TensorType> inputs) {
        List<Shape> shapes = Inputs.count(Inputs.shapes(inputs), 3);
        return List.of(inputs.get(1).with(Pairwise.broadcast(shapes)));
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        return Pairwise.define(inputs, arg(0).choose(arg(1), arg(2)));
    }
}
