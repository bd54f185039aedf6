package dev.toeplitz.sim.analytic;

/**
 * Bytes that a layer reads from DRAM beside its matrix operands' tiles.
 *
 * @param epilogueBytes what element-wise followers read: residuals, biases, scales
 */
record LayerReads(long epilogueBytes) {
    static final LayerReads NONE = new LayerReads(0);
}
