package dev.toeplitz.hw;

import dev.toeplitz.terms.Require;

/**
 * Memory off the chip.
 *
 * @param gigabytesPerSecond peak, 10^9 bytes
 * @param efficiency the share of the peak that long transfers reach, above 0 and at most 1
 * @param standard the name of the DRAM standard, or empty where it is not known
 */
public record Dram(double gigabytesPerSecond, double efficiency, String standard) {
    public Dram {
        Require.positive("gigabytes_per_second", gigabytesPerSecond);
        Require.positive("efficiency", efficiency);
        Require.that(
                efficiency <= 1, "efficiency is %s".formatted(efficiency), "at most 1", "give a share of the peak");
        Require.that(
                gigabytesPerSecond * 1e9 * efficiency >= 1,
                "gigabytes_per_second is %s with an efficiency of %s".formatted(gigabytesPerSecond, efficiency),
                "at least a byte a second",
                "give the peak in units of 10^9 bytes");
    }

    /** What long transfers reach. */
    public double bytesPerSecond() {
        return gigabytesPerSecond * 1e9 * efficiency;
    }

    /** The same memory, {@code factor} times as fast. */
    public Dram times(double factor) {
        return new Dram(gigabytesPerSecond * factor, efficiency, standard);
    }
}
