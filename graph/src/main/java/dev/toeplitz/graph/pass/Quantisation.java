package dev.toeplitz.graph.pass;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.DequantizeLinear;
import dev.toeplitz.graph.op.QuantizeLinear;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.terms.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How a tensor is held in integers, with constants that are known: q stands for (q − zero point) · scale.
 *
 * @param whole the integers
 * @param zeroPoint empty where all are 0
 * @param axis along which scales and zero points run where there are several
 */
record Quantisation(Value whole, Value scale, Tensor scales, Optional<Value> zeroPoint, Tensor zeros, int axis) {
    /** How the numbers that a node makes of integers, or the integers that it makes of numbers, are held; of other nodes none. */
    static Optional<Quantisation> of(Graph graph, Node node) {
        return switch (node.operator()) {
            case DequantizeLinear(int axis) -> of(graph, node.inputs().getFirst(), node.inputs(), axis);
            case QuantizeLinear(DataType _, int axis) ->
                of(graph, node.outputs().getFirst(), node.inputs(), axis);
            default -> Optional.empty();
        };
    }

    private static Optional<Quantisation> of(Graph graph, Value whole, List<Value> inputs, int axis) {
        if (!inputs.stream().skip(1).allMatch(value -> isKnown(graph, value))) {
            return Optional.empty();
        }
        Value scale = inputs.get(1);
        Tensor zeros = inputs.size() > 2
                ? graph.constant(inputs.get(2))
                : new Tensor.Filled(scale.type().with(whole.type().type()), 0);
        Optional<Value> zeroPoint = Arrays.stream(zeros.toDoubles()).allMatch(zero -> zero == 0)
                ? Optional.empty()
                : Optional.of(inputs.get(2));
        return Optional.of(new Quantisation(whole, scale, graph.constant(scale), zeroPoint, zeros, axis));
    }

    static boolean isKnown(Graph graph, Value value) {
        return graph.isConstant(value) && graph.constant(value).known();
    }

    boolean isEight() {
        return whole.type().type() == DataType.INT8 || whole.type().type() == DataType.UINT8;
    }

    /** Whether there is one scale and one zero point. */
    boolean isByTensor() {
        return scales.type().elements() == 1 && zeros.type().elements() == 1;
    }

    /** Whether several run along this axis, or there are none. */
    boolean runsAlong(int wanted) {
        return isByTensor()
                || whole.type().shape().axis(axis) == whole.type().shape().axis(wanted);
    }

    /** The scale at a position along the axis. */
    double scale(int at) {
        return scales.at(scales.type().elements() == 1 ? 0 : at);
    }

    double least() {
        return whole.type().type() == DataType.INT8 ? Byte.MIN_VALUE : 0;
    }

    double most() {
        return whole.type().type() == DataType.INT8 ? Byte.MAX_VALUE : 255;
    }

    /** How far integers of eight bits are from their zero point at most. */
    double farthest() {
        return Arrays.stream(zeros.toDoubles())
                .map(zero -> Math.max(zero - least(), most() - zero))
                .max()
                .orElse(0);
    }

    /** What a number becomes, before the type's ends hold it; by tensor. */
    double unheld(double number) {
        return Math.rint((float) (number / scale(0))) + zeros.at(0);
    }
}
