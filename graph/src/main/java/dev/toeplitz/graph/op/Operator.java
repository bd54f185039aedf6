package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.tensor.TensorType;
import java.util.List;

/**
 * An operator with its attributes. Shape inference, work, the reference, the simulator and the kernels all read
 * {@link #define}; nothing else says what an operator means.
 */
public sealed interface Operator
        permits ArgMax,
                ArgMin,
                Cast,
                ConvInteger,
                DequantizeLinear,
                DynamicQuantizeLinear,
                Gru,
                Lstm,
                MatMulInteger,
                OneHot,
                QLinearConv,
                QLinearMatMul,
                QuantizeLinear,
                Rnn,
                SameType,
                SoftmaxCrossEntropyLoss,
                Split,
                TruthOperator,
                Where {
    /** The types of the outputs for these inputs; refuses inputs that do not fit, without naming a node. */
    List<TensorType> outputs(List<TensorType> inputs);

    /** What is computed for inputs of these types, which {@link #outputs} has accepted. */
    Definition define(List<TensorType> inputs);

    /** Whether a constant at this input is a running statistic, learnt but not trained, and so no parameter. */
    default boolean statistic(int input) {
        return false;
    }

    /** Whether a constant at this input is a scale or a zero point: it says how numbers are written, and is no parameter. */
    default boolean rescales(int input) {
        return false;
    }

    /** As it is called in messages and reports. */
    default String name() {
        return getClass().getSimpleName();
    }
}
