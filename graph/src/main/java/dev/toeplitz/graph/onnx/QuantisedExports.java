package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.op.ConvInteger;
import dev.toeplitz.graph.op.DequantizeLinear;
import dev.toeplitz.graph.op.QLinearConv;
import dev.toeplitz.graph.op.QLinearMatMul;
import dev.toeplitz.graph.op.QuantizeLinear;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import java.util.ArrayList;
import java.util.List;

/** Operators on quantised numbers; zero points of 0, which are left out here, are written where ONNX wants them. */
final class QuantisedExports {
    private static final int MIDDLE = 128;

    private QuantisedExports() {}

    /** The zero point says which type is wanted. */
    static void write(QuantizeLinear quantise, ExportNode node) {
        List<String> operands = new ArrayList<>(node.all());
        if (operands.size() == 2) {
            operands.add(zeros("zero_point", quantise.type(), node.shape(1), node));
        }
        node.become(Call.of("QuantizeLinear").integer("axis", quantise.axis()), operands);
    }

    static void write(DequantizeLinear dequantise, ExportNode node) {
        node.become(Call.of("DequantizeLinear").integer("axis", dequantise.axis()));
    }

    static void write(ConvInteger conv, ExportNode node) {
        Call call =
                WindowExports.windows(Call.of("ConvInteger"), conv.windows()).integer("group", conv.groups());
        boolean signed = node.type(0).type() == DataType.INT8 && node.inputs() == 2;
        node.become(call, signed ? List.of(unsigned(node), node.input(1), middle("x_zero_point", node)) : node.all());
    }

    static void write(QLinearConv conv, ExportNode node) {
        Call call =
                WindowExports.windows(Call.of("QLinearConv"), conv.windows()).integer("group", conv.groups());
        write(call, conv.type(), conv.shifted(), node);
    }

    static void write(QLinearMatMul product, ExportNode node) {
        write(Call.of("QLinearMatMul"), product.type(), product.shifted(), node);
    }

    /**
     * ONNX Runtime has kernels for input and output of one type alone, and for unsigned inputs of ConvInteger. Where they differ both are
     * written as unsigned numbers, the signed ones 128 higher with that as their zero point: the same sums, the same rounding.
     */
    private static void write(Call call, DataType result, boolean shifted, ExportNode node) {
        if (shifted) {
            node.become(call);
            return;
        }
        DataType operand = node.type(0).type();
        boolean same = operand == result;
        boolean raises = !same && operand == DataType.INT8;
        List<String> operands = new ArrayList<>(List.of(
                raises ? unsigned(node) : node.input(0),
                node.input(1),
                raises ? middle("x_zero_point", node) : zeros("x_zero_point", operand, node.shape(1), node),
                node.input(2),
                node.input(3),
                zeros("w_zero_point", node.type(2).type(), node.shape(3), node),
                node.input(4),
                same || raises ? zeros("y_zero_point", result, node.shape(4), node) : middle("y_zero_point", node)));
        operands.addAll(node.all().subList(5, node.inputs()));
        if (same || raises) {
            node.become(call, operands);
            return;
        }
        String raised = node.part("unsigned", call, operands);
        String one = one(node);
        String number = node.part("number", Call.of("DequantizeLinear"), raised, one, middle("raised_by", node));
        node.become(Call.of("QuantizeLinear"), number, one, zeros("zero", result, Shape.SCALAR, node));
    }

    /** The first input, of signed numbers, 128 higher. */
    private static String unsigned(ExportNode node) {
        String one = one(node);
        String number = node.part("x_number", Call.of("DequantizeLinear"), node.input(0), one);
        return node.part("x_unsigned", Call.of("QuantizeLinear"), number, one, middle("x_raised_by", node));
    }

    private static String one(ExportNode node) {
        return node.constant("one", Tensor.of(TensorType.float32(), 1));
    }

    private static String middle(String suffix, ExportNode node) {
        return node.constant(suffix, Tensor.of(new TensorType(DataType.UINT8, Shape.SCALAR), MIDDLE));
    }

    private static String zeros(String suffix, DataType type, Shape shape, ExportNode node) {
        return node.constant(suffix, new Tensor.Filled(new TensorType(type, shape), 0));
    }
}
