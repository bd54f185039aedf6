package dev.toeplitz.sim.timeline;

import dev.toeplitz.hw.Accelerator;

/** How long bytes take on the way to DRAM, by what is moved. */
final class Rates {
    static final int STREAM = 0;
    static final int INPUT = 1;
    static final int OUTPUT = 2;

    private final double[] ticksPerByte = new double[3];

    Rates(Accelerator accelerator) {
        java.util.Arrays.fill(ticksPerByte, Timeline.TICKS_PER_CYCLE / accelerator.dramBytesPerCycle());
    }

    /** Rounded up, so that no byte passes faster than the peak. */
    long ticks(int kind, long bytes) {
        return (long) Math.ceil(bytes * ticksPerByte[kind]);
    }

    /** The most bytes that take no longer. */
    long bytesWithin(int kind, long ticks) {
        long bytes = Math.max(0, (long) (ticks / ticksPerByte[kind]));
        return bytes > 0 && ticks(kind, bytes) > ticks ? bytes - 1 : bytes;
    }
}
