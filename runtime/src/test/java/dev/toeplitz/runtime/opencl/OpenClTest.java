package dev.toeplitz.runtime.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.toeplitz.kernels.KernelSource;
import dev.toeplitz.runtime.DeviceException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenClTest {
    /** Platforms that Debian has; in CI none of them may be missing. */
    @ParameterizedTest
    @ValueSource(strings = {"Portable Computing Language", "rusticl", "Oclgrind"})
    void theSelfTestPassesOnEachPlatform(String platform) {
        List<OpenClDevice> devices = devices(platform);
        assertThat(devices).isNotEmpty().allSatisfy(device -> {
            SelfTest.Outcome outcome = SelfTest.on(device);
            assertThat(outcome.problem()).isEmpty();
            assertThat(device.description().computeUnits()).isPositive();
            assertThat(device.description().globalBytes()).isPositive();
            assertThat(device.description().compiles()).isTrue();
        });
    }

    @Test
    void aWrongKernelIsCaughtWithTheElement() {
        String wrong = KernelSource.SELF_TEST.text().replace("- padding", "- padding + 1");
        assertThat(SelfTest.on(devices("Portable Computing Language").getFirst(), wrong).problem())
                .matches("element \\d+ is -?\\d+ instead of -?\\d+");
    }

    @Test
    void aKernelThatDoesNotCompileShowsTheCompilersLog() {
        try (Session session = new Session(devices("Portable Computing Language").getFirst())) {
            assertThatThrownBy(() -> session.compile("broken", "__kernel void broken() { nonsense; }", KernelSource.LANGUAGE))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageContaining("kernel broken does not compile on ")
                    .hasMessageContaining("nonsense");
        }
    }

    @Test
    void withoutAnyDriverTheMachineIsSaidToHaveNoPlatform() throws IOException, InterruptedException {
        String java = ProcessHandle.current().info().command().orElseThrow();
        ProcessBuilder child = new ProcessBuilder(
                java,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                LookWithoutDrivers.class.getName());
        child.environment().put("OCL_ICD_VENDORS", File.separator + "nonexistent");
        Process process = child.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(printed.strip()).startsWith("No");
    }

    @Test
    void aScopeReleasesNewestFirstAndGoesOnAfterAFailure() {
        List<String> released = new ArrayList<>();
        DeviceScope scope = new DeviceScope();
        scope.own("first", "first", released::add);
        scope.own("second", "second", _ -> {
            throw new IllegalStateException("stuck");
        });
        scope.own("third", "third", released::add);
        assertThatThrownBy(scope::close)
                .isInstanceOf(DeviceException.class)
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1).allMatch(each -> each.getMessage().equals("second: stuck")));
        assertThat(released).containsExactly("third", "first");
    }

    private static List<OpenClDevice> devices(String platform) {
        List<OpenClDevice> found = OpenCl.look() instanceof Availability.Ready(List<OpenClDevice> all)
                ? all.stream().filter(device -> device.description().platform().contains(platform)).toList()
                : List.of();
        boolean mayBeLeftOut = System.getenv("CI") == null;
        assumeTrue(!found.isEmpty() || !mayBeLeftOut, "left out: no OpenCL platform " + platform);
        return found;
    }
}
