package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.op.Einsum;
import dev.toeplitz.graph.op.Linear;
import dev.toeplitz.graph.op.MatMul;

/** Matrix products; fully connected layers are Gemm in ONNX. */
final class ProductRules {
    private ProductRules() {}

    static void add() {
        OnnxOperators.add("MatMul", 1, node -> node.become(new MatMul(), node.input(0), node.input(1)));
        OnnxOperators.add("Einsum", 12, node -> {
            String equation = node.attributes().text("equation", "");
            node.become(new Einsum(equation), node.all());
        });
        OnnxOperators.add("Gemm", 1, ProductRules::gemm);
    }

    private static void gemm(OnnxNode node) {
        Attributes attributes = node.attributes();
        if (node.opset() < 7) {
            attributes.accept("broadcast");
        }
        Linear linear = new Linear(
                attributes.flag("transA", false),
                attributes.flag("transB", false),
                attributes.real("alpha", 1),
                attributes.real("beta", 1));
        node.become(linear, node.all());
    }
}
