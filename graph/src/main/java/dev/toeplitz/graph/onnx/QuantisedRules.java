package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.ConvInteger;
import dev.toeplitz.graph.op.DequantizeLinear;
import dev.toeplitz.graph.op.DynamicQuantizeLinear;
import dev.toeplitz.graph.op.MatMulInteger;
import dev.toeplitz.graph.op.QLinearConv;
import dev.toeplitz.graph.op.QLinearMatMul;
import dev.toeplitz.graph.op.QuantizeLinear;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Operators on quantised numbers. Zero points that are known to be 0 are left out: sums then need no correction. */
final class QuantisedRules {
    /** Zero points of QLinearConv and QLinearMatMul. */
    private static final List<Integer> ZERO_POINTS = List.of(2, 5, 7);

    private QuantisedRules() {}

    static void add() {
        OnnxOperators.add("QuantizeLinear", 10, QuantisedRules::quantize);
        OnnxOperators.add("DequantizeLinear", 10, QuantisedRules::dequantize);
        OnnxOperators.add("DynamicQuantizeLinear", 11, node -> node.become(new DynamicQuantizeLinear(), node.input(0)));
        OnnxOperators.add("ConvInteger", 10, node -> {
            int groups = node.attributes().integer("group", 1);
            node.become(new ConvInteger(windows(node, 1), groups), withoutZeros(node));
        });
        OnnxOperators.add("MatMulInteger", 10, node -> node.become(new MatMulInteger(), withoutZeros(node)));
        OnnxOperators.add("QLinearConv", 10, QuantisedRules::qLinearConv);
        OnnxOperators.add("QLinearMatMul", 10, node -> {
            boolean shifted = isShifted(node);
            node.become(new QLinearMatMul(node.type(7).type(), shifted), operands(node, shifted));
        });
    }

    private static void quantize(OnnxNode node) {
        Attributes attributes = node.attributes();
        // Whether 8-bit floating-point numbers saturate; those are not imported.
        attributes.accept("saturate", "precision");
        requireNoBlocks(attributes);
        int asked = attributes.integer("output_dtype", 0);
        DataType type = node.has(2) ? node.type(2).type() : asked != 0 ? ElementTypes.of(asked) : DataType.UINT8;
        node.become(new QuantizeLinear(type, attributes.integer("axis", 1)), withoutZeros(node));
    }

    private static void dequantize(OnnxNode node) {
        requireNoBlocks(node.attributes());
        int asked = node.attributes().integer("output_dtype", 0);
        Require.that(
                asked == 0 || ElementTypes.of(asked) == DataType.FLOAT32,
                "output_dtype %d".formatted(asked),
                "FLOAT, which is 1",
                "convert the model");
        node.become(new DequantizeLinear(node.attributes().integer("axis", 1)), withoutZeros(node));
    }

    private static void requireNoBlocks(Attributes attributes) {
        int block = attributes.integer("block_size", 0);
        Require.that(block == 0, "block_size %d".formatted(block), "0: scales by tensor or axis", "convert the model");
    }

    private static void qLinearConv(OnnxNode node) {
        boolean shifted = isShifted(node);
        int groups = node.attributes().integer("group", 1);
        node.become(new QLinearConv(windows(node, 3), groups, node.type(7).type(), shifted), operands(node, shifted));
    }

    private static List<Window> windows(OnnxNode node, int filter) {
        List<Integer> sizes = node.attributes()
                .integers("kernel_shape")
                .orElseGet(() -> ConvolutionRules.spatial(node.shape(filter)).extents());
        return ConvolutionRules.windows(node, sizes);
    }

    private static boolean isShifted(OnnxNode node) {
        return ZERO_POINTS.stream().anyMatch(input -> !isZero(node, input));
    }

    private static boolean isZero(OnnxNode node, int input) {
        return node.isKnown(input)
                && Arrays.stream(node.known(input, "the zero point").toDoubles())
                        .allMatch(value -> value == 0);
    }

    private static List<Value> operands(OnnxNode node, boolean shifted) {
        return IntStream.range(0, node.inputs())
                .filter(input -> shifted || !ZERO_POINTS.contains(input))
                .mapToObj(node::input)
                .toList();
    }

    /** All inputs without the last zero points, as far as they are 0. */
    private static List<Value> withoutZeros(OnnxNode node) {
        List<Value> all = new ArrayList<>();
        for (int input = 0; input < node.inputs(); input++) {
            all.add(node.has(input) ? node.input(input) : zero(node, input));
        }
        while (all.size() > 2 && (!node.has(all.size() - 1) || isZero(node, all.size() - 1))) {
            all.removeLast();
        }
        return all;
    }

    /** An omitted zero point before one that is given. */
    private static Value zero(OnnxNode node, int input) {
        return node.constant("zero_point", Tensor.of(node.type(input - 2).with(Shape.SCALAR), 0));
    }
}
