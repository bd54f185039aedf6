package dev.toeplitz.sim.analytic;

/**
 * Bytes that a layer reads from DRAM beside its matrix operands' tiles.
 *
 * @param epilogueBytes what element-wise followers read: residuals, biases, scales
 * @param storedBytes the same as they lie in DRAM, where some are coded
 */
record LayerReads(long epilogueBytes, long storedBytes) {
    static final LayerReads NONE = new LayerReads(0);

    /** Of tensors that lie as they are. */
    LayerReads(long epilogueBytes) {
        this(epilogueBytes, epilogueBytes);
    }
}
