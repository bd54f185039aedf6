package dev.toeplitz.hw;

import dev.toeplitz.terms.Operand;
import dev.toeplitz.terms.Require;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * On-chip memory that holds tiles of one or more operands.
 *
 * @param bytes all of it, both halves where it is double-buffered
 * @param doubleBuffered whether the next tile is loaded while one is worked on
 * @param bytesPerCycle what its ports towards the array carry in a cycle; {@link #UNLIMITED} where they never limit
 * @param keepsActivations whether a layer's output stays for the layers that read it, as far as it fits
 * @param banks what array, DMA and vector unit share; empty where they never get in each other's way
 */
public record Buffer(
        String name,
        Set<Operand> holds,
        long bytes,
        boolean doubleBuffered,
        long bytesPerCycle,
        boolean keepsActivations,
        Optional<Banks> banks) {
    /** Wider than any port; a quarter of the longs, so that sums of a few do not overflow. */
    public static final long UNLIMITED = Long.MAX_VALUE / 4;

    public Buffer {
        Require.that(
                !holds.isEmpty(),
                "buffer '%s' holds nothing".formatted(name),
                "at least one operand",
                "name it under `holds`");
        holds = Collections.unmodifiableSet(EnumSet.copyOf(holds));
        Require.positive("bytes", bytes);
        Require.positive("bytes_per_cycle", bytesPerCycle);
    }

    /** One whose banks are never waited for. */
    public Buffer(
            String name,
            Set<Operand> holds,
            long bytes,
            boolean doubleBuffered,
            long bytesPerCycle,
            boolean keepsActivations) {
        this(name, holds, bytes, doubleBuffered, bytesPerCycle, keepsActivations, Optional.empty());
    }

    /** The same buffer of another size. */
    public Buffer withBytes(long other) {
        return new Buffer(name, holds, other, doubleBuffered, bytesPerCycle, keepsActivations, banks);
    }

    /** The same buffer, keeping activations or not. */
    public Buffer keeping(boolean activations) {
        return new Buffer(name, holds, bytes, doubleBuffered, bytesPerCycle, activations, banks);
    }

    /** The same buffer in such banks. */
    public Buffer with(Banks other) {
        return new Buffer(name, holds, bytes, doubleBuffered, bytesPerCycle, keepsActivations, Optional.of(other));
    }
}
