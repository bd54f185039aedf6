package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import java.util.List;

/** An operator that asks a question of each element, of one tensor or of two that broadcast; the answer is a truth value. */
public sealed interface TruthOperator extends Operator
        permits And, Equal, Greater, GreaterOrEqual, IsInf, IsNaN, Less, LessOrEqual, Or, Xor {
    /** The expression of one element of each input. */
    Scalar f();

    @Override
    default List<TensorType> outputs(List<TensorType> inputs) {
        List<Shape> shapes = Inputs.count(Inputs.shapes(inputs), f().highestOperand() + 1);
        return List.of(new TensorType(DataType.BOOL, Pairwise.broadcast(shapes)));
    }

    @Override
    default Definition define(List<TensorType> inputs) {
        return Pairwise.define(inputs, f());
    }
}
