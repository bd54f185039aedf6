package dev.toeplitz.runtime.execute;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.toeplitz.runtime.opencl.Availability;
import dev.toeplitz.runtime.opencl.OpenCl;
import dev.toeplitz.runtime.opencl.OpenClDevice;
import dev.toeplitz.runtime.plan.Options;
import dev.toeplitz.runtime.plan.Options.Convolution;
import dev.toeplitz.runtime.plan.Target;
import java.util.List;

/** The devices that tests run on, and the ways to plan for them. */
final class Platforms {
    static final String POCL = "pocl";
    static final String RUSTICL = "rusticl";
    static final String OCLGRIND = "oclgrind";

    private Platforms() {}

    static OpenClDevice device(String alias) {
        List<OpenClDevice> found = OpenCl.look() instanceof Availability.Ready ready
                ? ready.devices().stream()
                        .filter(device -> device.description().alias().equals(alias))
                        .toList()
                : List.of();
        assumeTrue(!found.isEmpty() || System.getenv("CI") != null, "left out: no OpenCL platform " + alias);
        return found.getFirst();
    }

    /** Every kernel is in one of these: for AVX-512, for AVX, for any device, without fusion, and each way to convolve. */
    static List<Options> everyWay() {
        Options wide = Options.of(Target.WIDE);
        return List.of(
                wide,
                Options.of(Target.NARROW),
                Options.of(Target.GENERAL),
                wide.unfused(),
                wide.with(Convolution.IM2COL),
                wide.with(Convolution.DIRECT));
    }
}
