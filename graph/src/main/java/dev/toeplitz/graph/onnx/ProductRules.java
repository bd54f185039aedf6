package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.op.MatMul;

/** Matrix products. */
final class ProductRules {
    private ProductRules() {}

    static void add() {
        OnnxOperators.add("MatMul", 1, node -> node.become(new MatMul(), node.input(0), node.input(1)));
    }
}
