package dev.toeplitz.graph.onnx;

/** How one ONNX operator, over a range of opsets, becomes nodes of ours, a constant, or nothing. */
@FunctionalInterface
interface Rule {
    /** Reads the node's attributes and inputs and says what its outputs are. */
    void read(OnnxNode node);
}
