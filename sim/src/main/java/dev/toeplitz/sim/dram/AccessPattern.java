package dev.toeplitz.sim.dram;

import dev.toeplitz.terms.Require;

/**
 * Runs of neighbouring bytes, one after the other at a distance: a stream where runs touch, a strided fetch of a map's
 * rows where they do not.
 *
 * @param strideBytes from one run's first byte to the next one's
 */
public record AccessPattern(long runBytes, long strideBytes, boolean writes) {
    public AccessPattern {
        Require.positive("run", runBytes);
        Require.atLeast("stride", strideBytes, runBytes);
    }

    public static AccessPattern stream(boolean writes) {
        return new AccessPattern(1 << 16, 1 << 16, writes);
    }
}
