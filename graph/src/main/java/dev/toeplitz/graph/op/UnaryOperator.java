package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import java.util.List;

/** An operator that maps each element of one tensor by itself. All it has to say is the expression. */
public sealed interface UnaryOperator extends SameType
        permits Abs,
                Acos,
                Acosh,
                Asin,
                Asinh,
                Atan,
                Atanh,
                Ceil,
                Celu,
                Clip,
                Cos,
                Cosh,
                Dropout,
                Elu,
                Erf,
                Exp,
                Floor,
                Gelu,
                HardSigmoid,
                HardSwish,
                Identity,
                LeakyRelu,
                Log,
                Mish,
                Neg,
                Not,
                Reciprocal,
                Relu,
                Round,
                Selu,
                Shrink,
                Sigmoid,
                Sign,
                Sin,
                Sinh,
                Softplus,
                Softsign,
                Sqrt,
                Swish,
                Tan,
                Tanh,
                ThresholdedRelu {
    /** The expression of the element, {@code arg(0)}. */
    Scalar f();

    @Override
    default Shape output(List<Shape> inputs) {
        return Inputs.count(inputs, 1).getFirst();
    }

    @Override
    default Definition define(List<TensorType> inputs) {
        Shape x = inputs.getFirst().shape();
        return new Definition(1, List.of(new Pointwise(x, List.of(View.aligned(0, x, x)), f())));
    }
}
