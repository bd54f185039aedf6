package dev.toeplitz.runtime.opencl;

import dev.toeplitz.runtime.opencl.Device.Extent;
import dev.toeplitz.runtime.opencl.Device.Features;
import dev.toeplitz.runtime.opencl.Device.Limits;
import dev.toeplitz.runtime.opencl.Device.Software;
import dev.toeplitz.runtime.opencl.Device.Type;

/** Devices that need no OpenCL. */
final class Doubles {
    private Doubles() {}

    static Device device(String index, Type type, String platform, String name) {
        return new Device(
                index,
                name,
                "vendor",
                type,
                new Software(platform, "vendor", "OpenCL 3.0", "1", "OpenCL 3.0", "OpenCL C 1.2"),
                new Limits(2, 1000, 1L << 30, 1 << 15, 1L << 28, 1024, new Extent(1024, 1024, 64)),
                new Features(true, false, true, false, false, 8));
    }
}
