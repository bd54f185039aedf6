package dev.toeplitz.sim.analytic;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.terms.Operand;

/**
 * What a layer finds when it starts: which of its operands already lie in a buffer or stay there afterwards, and so never
 * meet DRAM, and how many bytes of each buffer such tensors leave free.
 */
public record Site(boolean inputStays, boolean weightStays, boolean outputStays, long residentBytes) {
    /** Nothing is kept on the chip between layers. */
    public static final Site EMPTY = new Site(false, false, false, 0);

    public boolean stays(Operand operand) {
        return switch (operand) {
            case INPUT -> inputStays;
            case WEIGHT -> weightStays;
            case OUTPUT -> outputStays;
        };
    }

    /** Bytes of a buffer that tiles may take. */
    public long free(Buffer buffer) {
        return buffer.keepsActivations() ? Math.max(0, buffer.bytes() - residentBytes) : buffer.bytes();
    }

    public static double cyclesOf(long bytes, Accelerator accelerator) {
        return bytes / accelerator.dramBytesPerCycle();
    }
}
