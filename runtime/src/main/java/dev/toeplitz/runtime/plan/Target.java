package dev.toeplitz.runtime.plan;

import dev.toeplitz.runtime.opencl.Device;

/**
 * What kernels are written for.
 *
 * @param lanes of the widest vector that is fast; 1 where work-items, not vectors, are what runs side by side
 * @param registers vectors that a work-item can hold at once
 * @param units how many work-groups run at the same time
 * @param localBytes of the memory that is a work-group's own; OpenCL's least of 32 KiB where nothing is known
 */
public record Target(int lanes, int registers, int units, long localBytes) {
    private static final long LEAST_LOCAL = 32 << 10;

    /** Any device: one work-item an element. */
    public static final Target GENERAL = new Target(1, 0, 1, LEAST_LOCAL);
    /** A CPU with AVX-512. */
    public static final Target WIDE = new Target(16, 32, 1, LEAST_LOCAL);
    /** A CPU with AVX. */
    public static final Target NARROW = new Target(8, 16, 1, LEAST_LOCAL);

    /**
     * A CPU whose driver says that its vectors are wide runs a work-item of explicit vectors; anything else many plain ones. Drivers
     * that put work-items side by side themselves (llvmpipe) say that theirs are narrow.
     */
    public static Target of(Device device) {
        int lanes = device.type() == Device.Type.CPU ? device.features().floatVector() : 1;
        Target kind = lanes >= WIDE.lanes() ? WIDE : lanes >= NARROW.lanes() ? NARROW : GENERAL;
        int units = Math.toIntExact(Math.clamp(device.limits().computeUnits(), 1, Integer.MAX_VALUE));
        return kind.isVector()
                ? new Target(kind.lanes, kind.registers, units, device.limits().localBytes())
                : kind;
    }

    boolean isVector() {
        return lanes > 1;
    }
}
