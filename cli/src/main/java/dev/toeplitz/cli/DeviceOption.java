package dev.toeplitz.cli;

import dev.toeplitz.runtime.library.Network;
import dev.toeplitz.runtime.opencl.OpenClDevice;
import picocli.CommandLine.Option;

/** Which device a command takes. */
final class DeviceOption {
    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description = "An index, a type (gpu, cpu) or a part of a name; a GPU where there is one.")
    private String device;

    OpenClDevice find() {
        return Network.device(device == null ? "" : device);
    }
}
