package dev.toeplitz.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.runtime.opencl.Device;
import dev.toeplitz.runtime.opencl.Device.Type;
import org.junit.jupiter.api.Test;

class TargetTest {
    private static Device device(Type type, int floatVector, long groupItems) {
        return new Device(
                "0:0",
                "device",
                "vendor",
                type,
                new Device.Software("platform", "vendor", "3.0", "1", "3.0", "1.2"),
                new Device.Limits(
                        20,
                        1000,
                        1L << 30,
                        48 << 10,
                        1L << 28,
                        groupItems,
                        new Device.Extent(groupItems, groupItems, groupItems)),
                new Device.Features(true, false, false, false, false, floatVector));
    }

    @Test
    void widthOfVectorsAndKindOfDeviceDecide() {
        assertThat(Target.of(device(Type.CPU, 16, 4096))).isEqualTo(new Target(16, 32, 20, 48 << 10, 0));
        assertThat(Target.of(device(Type.CPU, 8, 4096))).isEqualTo(new Target(8, 16, 20, 48 << 10, 0));
        assertThat(Target.of(device(Type.CPU, 4, 1024))).isEqualTo(new Target(1, 0, 20, 48 << 10, 256));
        assertThat(Target.of(device(Type.GPU, 1, 128))).isEqualTo(new Target(1, 0, 20, 48 << 10, 128));
        assertThat(Target.of(device(Type.GPU, 16, 1024)).isBlocked()).isTrue();
    }

    @Test
    void whatIsNoGpuOrHasSmallGroupsGetsGeneralKernels() {
        assertThat(Target.of(device(Type.GPU, 1, 31))).isEqualTo(Target.GENERAL);
        assertThat(Target.of(device(Type.ACCELERATOR, 1, 1024))).isEqualTo(Target.GENERAL);
        assertThat(Target.of(device(Type.OTHER, 1, 1024))).isEqualTo(Target.GENERAL);
    }
}
