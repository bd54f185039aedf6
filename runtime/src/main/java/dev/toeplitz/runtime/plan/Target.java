package dev.toeplitz.runtime.plan;

import dev.toeplitz.runtime.opencl.Device;

/**
 * What kernels are written for.
 *
 * @param lanes of the widest vector that is fast; 1 where work-items, not vectors, are what runs side by side
 * @param registers vectors that a work-item can hold at once
 * @param units how many work-groups run at the same time
 * @param localBytes of the memory that is a work-group's own; OpenCL's least of 32 KiB where nothing is known
 * @param groupItems work-items that a work-group may have, where they run side by side and share tiles; 0 where they do not
 */
public record Target(int lanes, int registers, int units, long localBytes, int groupItems) {
    private static final long LEAST_LOCAL = 32 << 10;
    /** Fewer work-items than this in a group are not worth staging a tile for: chosen, not measured. */
    private static final int LEAST_GROUP = 32;
    /** More of them in a group leave each too few registers. */
    private static final int MOST_GROUP = 256;

    /** Any device: one work-item an element. */
    public static final Target GENERAL = new Target(1, 0, 1, LEAST_LOCAL, 0);
    /** A GPU of a few compute units. */
    public static final Target BLOCKS = new Target(1, 0, 16, LEAST_LOCAL, MOST_GROUP);
    /** A CPU with AVX-512. */
    public static final Target WIDE = new Target(16, 32, 1, LEAST_LOCAL, 0);
    /** A CPU with AVX. */
    public static final Target NARROW = new Target(8, 16, 1, LEAST_LOCAL, 0);

    /**
     * A CPU whose driver says that its vectors are wide runs a work-item of explicit vectors. On GPUs, and on CPUs whose drivers put
     * work-items side by side themselves (llvmpipe) and so say that theirs are narrow, work-items of a group share tiles. Of other
     * kinds of device (FPGAs, debuggers) nothing is assumed.
     */
    public static Target of(Device device) {
        int units = Math.toIntExact(Math.clamp(device.limits().computeUnits(), 1, Integer.MAX_VALUE));
        long local = device.limits().localBytes();
        int lanes = device.type() == Device.Type.CPU ? device.features().floatVector() : 1;
        if (lanes >= NARROW.lanes()) {
            Target kind = lanes >= WIDE.lanes() ? WIDE : NARROW;
            return new Target(kind.lanes, kind.registers, units, local, 0);
        }
        boolean sideBySide = device.type() == Device.Type.GPU || device.type() == Device.Type.CPU;
        long most = Math.min(
                device.limits().workItems(), device.limits().groupExtent().x());
        return sideBySide && most >= LEAST_GROUP
                ? new Target(1, 0, units, local, Math.toIntExact(Math.min(most, MOST_GROUP)))
                : GENERAL;
    }

    boolean isVector() {
        return lanes > 1;
    }

    /** Whether work-items of a group share tiles. */
    boolean isBlocked() {
        return groupItems > 0;
    }

    /**
     * Whether feature maps lie channels-last. For vectors, since one is neighbouring channels. For work-items side by side, since
     * channels are the long run of neighbours: a convolution reads as many in a row whatever its stride, padding and the map's
     * width, always at the same alignment, where rows of pixels are short (7 to 56), begin anywhere and have holes with a stride.
     */
    boolean isChannelsLast() {
        return isVector() || isBlocked();
    }
}
