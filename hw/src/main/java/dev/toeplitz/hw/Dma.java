package dev.toeplitz.hw;

import dev.toeplitz.terms.Require;

/** The engine between DRAM and buffers; each transfer of a tile waits {@code setupCycles} before its first byte. */
public record Dma(int setupCycles) {
    public static final Dma FREE = new Dma(0);

    public Dma {
        Require.atLeast("setup_cycles", setupCycles, 0);
    }
}
