package dev.toeplitz.hw;

import dev.toeplitz.terms.Require;
import java.util.Optional;

/**
 * The engine between DRAM and buffers; each transfer of a tile waits {@code setupCycles} before its first byte.
 *
 * @param requests what transfers are made of; empty where they are long bursts
 */
public record Dma(int setupCycles, Optional<Requests> requests) {
    public static final Dma FREE = new Dma(0);

    /** One whose transfers are long bursts. */
    public Dma(int setupCycles) {
        this(setupCycles, Optional.empty());
    }

    public Dma {
        Require.atLeast("setup_cycles", setupCycles, 0);
    }
}
