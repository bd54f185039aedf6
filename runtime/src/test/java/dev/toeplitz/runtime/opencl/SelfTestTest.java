package dev.toeplitz.runtime.opencl;

import static dev.toeplitz.runtime.opencl.TestPlatforms.OCLGRIND;
import static dev.toeplitz.runtime.opencl.TestPlatforms.POCL;
import static dev.toeplitz.runtime.opencl.TestPlatforms.RUSTICL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.kernels.KernelSource;
import dev.toeplitz.runtime.opencl.Device.Extent;
import dev.toeplitz.runtime.opencl.Device.Features;
import dev.toeplitz.runtime.opencl.Device.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelfTestTest {
    private static final String SOURCE = KernelSource.SELF_TEST.text();

    @ParameterizedTest
    @ValueSource(strings = {POCL, RUSTICL, OCLGRIND})
    void itPassesOnEachPlatformWithEveryTile(String platform) {
        OpenClDevice device = TestPlatforms.device(platform);
        assertThat(KernelSource.SELF_TEST.tile().choices()).allSatisfy(tile -> {
            SelfTest.Outcome outcome = SelfTest.on(device, SOURCE, tile);
            assertThat(outcome.problem()).isEmpty();
            assertThat(outcome.nanoseconds()).isNotNegative();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {POCL, RUSTICL, OCLGRIND})
    void aWrongKernelIsCaughtWithTheElement(String platform) {
        String wrong = SOURCE.replace("tap / filter % filter - padding", "tap / filter % filter - padding + 1");
        assertThat(wrong).isNotEqualTo(SOURCE);
        assertThat(SelfTest.on(TestPlatforms.device(platform), wrong).problem())
                .matches("element \\d+ is -?\\d+ instead of -?\\d+");
    }

    @Test
    void aKernelThatDoesNotCompileIsAnOutcome() {
        SelfTest.Outcome outcome = SelfTest.on(TestPlatforms.device(POCL), SOURCE + "nonsense");
        assertThat(outcome.passed()).isFalse();
        assertThat(outcome.problem()).startsWith("kernel toeplitz_self_test does not compile on ");
    }

    @Test
    void aDeviceWithoutACompilerIsNotTried() {
        Features blind = new Features(false, false, false, false, false, 1);
        Device board = Doubles.device("0:0", Device.Type.ACCELERATOR, "Xilinx", "u250");
        Device silent = new Device("0:0", "u250", "", board.type(), board.software(), board.limits(), blind);
        assertThat(SelfTest.on(new OpenClDevice(silent, null, null)).problem()).contains("no compiler");
    }

    @Test
    void aSmallDeviceGetsASmallTile() {
        OpenClDevice real = TestPlatforms.device(POCL);
        assertThat(SelfTest.on(limited(real, new Extent(64, 3, 1))).problem()).isEmpty();
        assertThat(SelfTest.on(limited(real, new Extent(0, 0, 0))).problem()).contains("takes no work-group");
    }

    private static OpenClDevice limited(OpenClDevice real, Extent extent) {
        Device d = real.description();
        Limits limits = new Limits(1, 1, 1 << 20, 1 << 10, 1 << 20, 64, extent);
        Device less = new Device(d.index(), d.name(), d.vendor(), d.type(), d.software(), limits, d.features());
        return new OpenClDevice(less, real.platform(), real.handle());
    }
}
