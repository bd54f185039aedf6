package dev.toeplitz.runtime.plan;

import dev.toeplitz.runtime.opencl.Device;

/**
 * What kernels are written for.
 *
 * @param lanes of the widest vector that is fast; 1 where work-items, not vectors, are what runs side by side
 * @param registers vectors that a work-item can hold at once
 */
public record Target(int lanes, int registers) {
    /** Any device: one work-item an element. */
    public static final Target GENERAL = new Target(1, 0);
    /** A CPU with AVX-512. */
    public static final Target WIDE = new Target(16, 32);
    /** A CPU with AVX. */
    public static final Target NARROW = new Target(8, 16);

    /**
     * A CPU whose driver says that its vectors are wide runs a work-item of explicit vectors; anything else many plain ones. Drivers
     * that put work-items side by side themselves (llvmpipe) say that theirs are narrow.
     */
    public static Target of(Device device) {
        int lanes = device.type() == Device.Type.CPU ? device.features().floatVector() : 1;
        return lanes >= WIDE.lanes() ? WIDE : lanes >= NARROW.lanes() ? NARROW : GENERAL;
    }

    boolean isVector() {
        return lanes > 1;
    }
}
