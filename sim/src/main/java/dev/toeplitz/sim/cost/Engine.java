package dev.toeplitz.sim.cost;

/** Which part of the accelerator a layer keeps busy. */
public enum Engine {
    ARRAY,
    VECTOR_UNIT,
    DMA,
    /** A mere renaming: no byte moves. */
    NONE
}
