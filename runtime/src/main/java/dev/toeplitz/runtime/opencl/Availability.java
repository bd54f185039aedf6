package dev.toeplitz.runtime.opencl;

import java.util.List;

/** Whether OpenCL can be used on this machine, and if not, what is missing. */
public sealed interface Availability {
    /**
     * Devices are there.
     *
     * @param problems of drivers that are registered and do not work, one line each; their devices are not among these
     */
    record Ready(List<OpenClDevice> devices, List<String> problems) implements Availability {
        public Ready {
            devices = List.copyOf(devices);
            problems = List.copyOf(problems);
        }
    }

    /** Nothing can be run. Simulation needs none of it. */
    sealed interface Missing extends Availability {
        /** What is missing, as part of a sentence. */
        String found();

        /** What the user could do. */
        String toTry();
    }

    /** The Java binding's own library does not load. */
    record NoNatives(String reason) implements Missing {
        @Override
        public String found() {
            return "JOCL's native library does not load: " + reason;
        }

        @Override
        public String toTry() {
            return "JOCL has one for Linux and macOS on x86-64 and ARM64, and for Windows on x86-64; it is unpacked to "
                    + "java.io.tmpdir, which must be writable, and needs --enable-native-access=ALL-UNNAMED";
        }
    }

    /** The operating system finds no OpenCL library. */
    record NoLoader(String reason) implements Missing {
        @Override
        public String found() {
            return "no OpenCL loader: " + reason;
        }

        @Override
        public String toTry() {
            return "install one and a driver (Debian: apt-get install ocl-icd-libopencl1 pocl-opencl-icd)";
        }
    }

    /**
     * The loader is there and finds no device.
     *
     * @param problems of drivers that are registered and do not work, one line each
     */
    record NoPlatform(List<String> problems) implements Missing {
        public NoPlatform {
            problems = List.copyOf(problems);
        }

        @Override
        public String found() {
            return problems.isEmpty()
                    ? "no OpenCL platform has a device"
                    : "no OpenCL platform works: " + String.join("; ", problems);
        }

        @Override
        public String toTry() {
            return "install a driver for your device, or one for the CPU (Debian: apt-get install pocl-opencl-icd)";
        }
    }
}
