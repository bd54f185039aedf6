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
        node.become(
                WindowExports.windows(Call.of("ConvInteger"), conv.windows()).integer("group", conv.groups()));
    }

    static void write(QLinearConv conv, ExportNode node) {
        Call call =
                WindowExports.windows(Call.of("QLinearConv"), conv.windows()).integer("group", conv.groups());
        node.become(call, conv.shifted() ? node.all() : shifted(conv.type(), node));
    }

    static void write(QLinearMatMul product, ExportNode node) {
        node.become(Call.of("QLinearMatMul"), product.shifted() ? node.all() : shifted(product.type(), node));
    }

    /** The inputs with zero points put between. */
    private static List<String> shifted(DataType type, ExportNode node) {
        List<String> operands = new ArrayList<>(List.of(
                node.input(0),
                node.input(1),
                zeros("x_zero_point", node.type(0).type(), node.shape(1), node),
                node.input(2),
                node.input(3),
                zeros("w_zero_point", node.type(2).type(), node.shape(3), node),
                node.input(4),
                zeros("y_zero_point", type, node.shape(4), node)));
        operands.addAll(node.all().subList(5, node.inputs()));
        return operands;
    }

    private static String zeros(String suffix, DataType type, Shape shape, ExportNode node) {
        return node.constant(suffix, new Tensor.Filled(new TensorType(type, shape), 0));
    }
}
