package dev.toeplitz.runtime.opencl;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.assertj.core.api.Assertions;

/** The platforms that tests run on. One that is absent leaves its tests out with a line, and fails them in CI. */
public final class TestPlatforms {
    public static final String POCL = "pocl";
    public static final String RUSTICL = "rusticl";
    public static final String OCLGRIND = "oclgrind";

    private TestPlatforms() {}

    public static OpenClDevice device(String alias) {
        List<OpenClDevice> found = OpenCl.look() instanceof Availability.Ready ready
                ? ready.devices().stream()
                        .filter(device -> device.description().alias().equals(alias))
                        .toList()
                : List.of();
        if (found.isEmpty()) {
            leaveOut("no OpenCL platform " + alias);
        }
        return found.getFirst();
    }

    private static void leaveOut(String why) {
        boolean ci = Boolean.parseBoolean(System.getenv("CI")) || Boolean.getBoolean("CI");
        if (ci) {
            Assertions.fail(why + ", and in CI nothing may be left out");
        }
        assumeTrue(false, "left out: " + why);
    }
}
