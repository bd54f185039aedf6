package dev.toeplitz.sim.timeline;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.dram.DramStandard;
import dev.toeplitz.hw.yaml.DramStandards;
import dev.toeplitz.sim.analytic.Run;
import dev.toeplitz.sim.dram.AccessPattern;
import dev.toeplitz.sim.dram.Efficiencies;
import java.util.Optional;

/**
 * How long bytes take on the way to DRAM. Where the accelerator names a DRAM standard that is known, the pattern of
 * addresses decides which share of the peak they reach; but never more than the accelerator itself says.
 */
final class Rates {
    private final double ticksPerByteAtPeak;
    /** What the ports towards DRAM take; 0 where they never limit. */
    private final double leastTicksPerByte;

    private final double efficiency;
    private final Optional<DramStandard> standard;
    private final double streamTicks;

    Rates(Accelerator accelerator) {
        efficiency = accelerator.dram().efficiency();
        boolean limited = accelerator.dma().bytesPerCycle() < Buffer.UNLIMITED;
        leastTicksPerByte = limited ? Timeline.TICKS_PER_CYCLE / accelerator.dramBytesPerCycle() : 0;
        ticksPerByteAtPeak = Timeline.TICKS_PER_CYCLE / accelerator.memoryBytesPerCycle() * efficiency;
        standard = DramStandards.find(accelerator.dram().standard());
        streamTicks = ticksPerByte(AccessPattern.stream(false));
    }

    /** Of tiles that lie in such runs. */
    double ticksPerByte(Run run, boolean writes) {
        return ticksPerByte(new AccessPattern(run.bytes(), run.strideBytes(), writes));
    }

    private double ticksPerByte(AccessPattern pattern) {
        double reached = standard.map(known -> Math.min(efficiency, Efficiencies.of(known, pattern)))
                .orElse(efficiency);
        return Math.max(leastTicksPerByte, ticksPerByteAtPeak / reached);
    }

    /** Of weights, partial sums and whatever else lies in one piece. */
    double streamTicksPerByte() {
        return streamTicks;
    }

    /** Rounded up, so that no byte passes faster than the peak. */
    static long ticks(double ticksPerByte, long bytes) {
        return (long) Math.ceil(bytes * ticksPerByte);
    }

    /** The most bytes that take no longer. */
    static long bytesWithin(double ticksPerByte, long ticks) {
        long bytes = Math.max(0, (long) (ticks / ticksPerByte));
        return bytes > 0 && ticks(ticksPerByte, bytes) > ticks ? bytes - 1 : bytes;
    }
}
