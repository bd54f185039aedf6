package dev.toeplitz.hw.fpga;

import dev.toeplitz.terms.Require;

/**
 * An FPGA as a budget.
 *
 * @param part the vendor's number
 * @param nanometres of its process
 * @param ultraRams blocks of 4096 × 72 bits; 0 where it has none
 */
public record FpgaDevice(
        String name,
        String part,
        String family,
        double nanometres,
        int dsps,
        DspKind dspKind,
        int blockRams,
        BlockRamKind blockRamKind,
        int ultraRams,
        long logic,
        LogicKind logicKind) {
    private static final int ULTRA_RAM_WORDS = 4096;
    private static final int ULTRA_RAM_BITS = 72;

    public FpgaDevice {
        Require.positive("dsps", dsps);
        Require.positive("block_rams", blockRams);
        Require.atLeast("ultra_rams", ultraRams, 0);
        Require.positive("logic", logic);
    }

    /** UltraRAM blocks that a memory of {@code depth} words of {@code bits} takes; they have but one shape. */
    public static long ultraRams(long depth, long bits) {
        return Math.multiplyExact(Math.ceilDiv(depth, ULTRA_RAM_WORDS), Math.ceilDiv(bits, ULTRA_RAM_BITS));
    }
}
