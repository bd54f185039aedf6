package dev.toeplitz.hw;

/** Where the Toeplitz matrix of a convolution exists. */
public enum Im2col {
    /** Written to DRAM and read back. */
    EXPLICIT,
    /** Made on the way into the buffer, which holds the expanded tile. */
    ON_CHIP,
    /** Never: addresses are generated as the array reads. */
    IMPLICIT
}
