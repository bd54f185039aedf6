package dev.toeplitz.sim.analytic;

/**
 * Bytes that a layer reads from DRAM beside its matrix operands' tiles.
 *
 * @param inputBytes all inputs once
 * @param epilogueBytes what element-wise followers read: residuals, biases, scales
 */
record LayerReads(long inputBytes, long epilogueBytes) {}
