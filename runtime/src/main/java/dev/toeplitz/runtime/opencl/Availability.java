package dev.toeplitz.runtime.opencl;

import java.util.List;

/** Whether OpenCL can be used on this machine, and if not, what is missing. */
public sealed interface Availability {
    /** Devices are there. */
    record Ready(List<OpenClDevice> devices) implements Availability {
        public Ready {
            devices = List.copyOf(devices);
        }
    }

    /** The loader, or the Java binding's own library, does not load. */
    record NoLoader(String reason) implements Availability {}

    /** The loader is there and finds no platform. */
    record NoPlatform() implements Availability {}

    /** What the user could do; empty where all is well. */
    default String toTry() {
        return switch (this) {
            case Ready _ -> "";
            case NoLoader _ -> "install an OpenCL loader (Debian: apt-get install ocl-icd-libopencl1)";
            case NoPlatform _ ->
                "install a driver for your device, or one for the CPU (Debian: apt-get install pocl-opencl-icd)";
        };
    }
}
