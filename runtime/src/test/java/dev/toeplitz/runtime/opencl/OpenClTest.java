package dev.toeplitz.runtime.opencl;

import static dev.toeplitz.runtime.opencl.TestPlatforms.OCLGRIND;
import static dev.toeplitz.runtime.opencl.TestPlatforms.POCL;
import static dev.toeplitz.runtime.opencl.TestPlatforms.RUSTICL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.runtime.opencl.Device.Limits;
import dev.toeplitz.runtime.opencl.Device.Type;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenClTest {
    @ParameterizedTest
    @ValueSource(strings = {POCL, RUSTICL, OCLGRIND})
    void aDeviceDescribesItselfPlausibly(String platform) {
        Device device = TestPlatforms.device(platform).description();
        assertThat(device.index()).matches("\\d+:\\d+");
        assertThat(device.name()).isNotBlank();
        assertThat(device.vendor()).isNotBlank();
        assertThat(device.software().driver()).isNotBlank();
        assertThat(device.software().openCl()).startsWith("OpenCL ");
        assertThat(device.software().platformVersion()).startsWith("OpenCL ");
        assertThat(device.software().language()).startsWith("OpenCL C ");
        assertThat(device.features().compiles()).isTrue();
    }

    /** The least that OpenCL 1.2 lets a full-profile device have (table 4.3): a quarter of memory in one buffer, 32 KiB local. */
    @ParameterizedTest
    @ValueSource(strings = {POCL, RUSTICL, OCLGRIND})
    void itsLimitsAreThoseOfADevice(String platform) {
        Limits limits = TestPlatforms.device(platform).description().limits();
        assertThat(limits.computeUnits()).isPositive();
        assertThat(limits.localBytes()).isGreaterThanOrEqualTo(32 << 10);
        assertThat(limits.allocationBytes()).isBetween(limits.globalBytes() / 4, limits.globalBytes());
        assertThat(limits.workItems()).isPositive();
        assertThat(limits.groupExtent().x()).isBetween(1L, limits.workItems());
        assertThat(limits.groupExtent().z()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"pocl, CPU", "rusticl, CPU", "oclgrind, OTHER"})
    void itsTypeIsWhatItIs(String platform, Type type) {
        assertThat(TestPlatforms.device(platform).description().type()).isEqualTo(type);
    }
}
