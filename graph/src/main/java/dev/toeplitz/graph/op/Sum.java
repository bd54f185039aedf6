package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import java.util.List;

/** The sum of any number of tensors, broadcast. */
public record Sum() implements SameType {
    @Override
    public Shape output(List<Shape> inputs) {
        return Pairwise.broadcast(Inputs.count(inputs, 1, Integer.MAX_VALUE));
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        Scalar sum = arg(0);
        for (int i = 1; i < inputs.size(); i++) {
            sum = sum.plus(arg(i));
        }
        return Pairwise.define(inputs, sum);
    }
}
