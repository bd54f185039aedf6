package dev.toeplitz.hw;

import dev.toeplitz.terms.Operand;
import dev.toeplitz.terms.Require;
import java.util.Map;
import java.util.Optional;

/**
 * The engine between DRAM and buffers; each transfer of a tile waits {@code setupCycles} before its first byte.
 *
 * @param bytesPerCycle what its ports towards DRAM carry in a cycle of the array, gaps between bursts left out; {@link
 *     Buffer#UNLIMITED} where DRAM alone limits
 * @param requests what transfers are made of; empty where they are long bursts
 * @param waitedFor operands that do not pass while the array works, and the bytes a cycle that pass meanwhile; {@link
 *     #FROM_DRAM} where nothing is prefetched beside their buffer
 * @param loads operands that are loaded anew where a mapping alone would not have it
 */
public record Dma(
        int setupCycles,
        long bytesPerCycle,
        Optional<Requests> requests,
        Map<Operand, Long> waitedFor,
        Map<Operand, Loading> loads) {
    /** As many bytes a cycle as DRAM gives. */
    public static final long FROM_DRAM = 0;

    public static final Dma FREE = new Dma(0);

    /** One whose transfers are long bursts. */
    public Dma(int setupCycles) {
        this(setupCycles, Optional.empty());
    }

    /** One whose transfers pass while the array works. */
    public Dma(int setupCycles, Optional<Requests> requests) {
        this(setupCycles, requests, Map.of());
    }

    /** One whose ports never limit. */
    public Dma(int setupCycles, Optional<Requests> requests, Map<Operand, Long> waitedFor) {
        this(setupCycles, Buffer.UNLIMITED, requests, waitedFor, Map.of());
    }

    public Dma {
        Require.atLeast("setup_cycles", setupCycles, 0);
        Require.positive("bytes_per_cycle", bytesPerCycle);
        waitedFor = Map.copyOf(waitedFor);
        loads = Map.copyOf(loads);
        loads.forEach((operand, loading) -> loading.check(operand));
        waitedFor.forEach((operand, bytes) ->
                Require.atLeast("waited_for." + operand.name().toLowerCase(), bytes, FROM_DRAM));
    }
}
