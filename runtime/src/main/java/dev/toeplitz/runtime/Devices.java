package dev.toeplitz.runtime;

import dev.toeplitz.runtime.opencl.Availability;
import dev.toeplitz.runtime.opencl.Device;
import dev.toeplitz.runtime.opencl.OpenCl;
import dev.toeplitz.runtime.opencl.SelfTest;
import java.util.List;

/** The machine's OpenCL devices, each tried. */
public final class Devices {
    private Devices() {}

    /** A device and what came of trying it. */
    public record Tried(Device device, SelfTest.Outcome outcome) {}

    public static Availability look() {
        return OpenCl.look();
    }

    /** Runs the self-test on each device. */
    public static List<Tried> tryAll(Availability.Ready ready) {
        return ready.devices().stream()
                .map(device -> new Tried(device.description(), SelfTest.on(device)))
                .toList();
    }
}
