package dev.toeplitz.runtime.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toeplitz.runtime.opencl.Device.Type;
import dev.toeplitz.terms.InputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceChoiceTest {
    private static final Device OCLGRIND = Doubles.device("0:0", Type.OTHER, "Oclgrind", "Oclgrind Simulator");
    private static final Device POCL =
            Doubles.device("1:0", Type.CPU, "Portable Computing Language", "pthread-skylake");
    private static final Device RUSTICL = Doubles.device("2:0", Type.CPU, "rusticl", "llvmpipe (LLVM 15.0.6)");
    private static final Device BOARD =
            Doubles.device("3:0", Type.ACCELERATOR, "Intel(R) FPGA SDK for OpenCL(TM)", "p520_max_sg280l");
    private static final Device GPU = Doubles.device("4:0", Type.GPU, "NVIDIA CUDA", "NVIDIA H200");
    private static final Device SECOND_GPU = Doubles.device("4:1", Type.GPU, "NVIDIA CUDA", "NVIDIA T4");
    private static final List<Device> ALL = List.of(OCLGRIND, POCL, RUSTICL, BOARD, GPU, SECOND_GPU);

    @Test
    void theDefaultIsAGpuThenAnAcceleratorThenACpu() {
        assertThat(DeviceChoice.best(ALL)).isEqualTo(GPU);
        assertThat(DeviceChoice.best(ALL.subList(0, 4))).isEqualTo(BOARD);
        assertThat(DeviceChoice.best(ALL.subList(0, 3))).isEqualTo(POCL);
        assertThat(DeviceChoice.best(ALL.subList(0, 1))).isEqualTo(OCLGRIND);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "1:0, 1:0",
        "4:1, 4:1",
        "gpu, 4:0",
        "GPU, 4:0",
        "accelerator, 3:0",
        "cpu, 1:0",
        "pocl, 1:0",
        "rusticl, 2:0",
        "oclgrind, 0:0",
        "intel-fpga, 3:0",
        "nvidia, 4:0",
        "portable computing, 1:0",
        "LLVMpipe, 2:0",
        "t4, 4:1",
        "' pocl ', 1:0"
    })
    void aDeviceIsFoundByNumberTypePlatformOrName(String words, String index) {
        assertThat(DeviceChoice.named(words, ALL).index()).isEqualTo(index);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abacus", "9:0", "15", "200", "", " ", "0:0:0"})
    void whatFitsNoDeviceIsRefusedWithThoseThatExist(String words) {
        assertThatThrownBy(() -> DeviceChoice.named(words, ALL))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(
                        "no device is '%s'; expected one of 0:0 Oclgrind Simulator (oclgrind), 1:0 ".formatted(words))
                .hasMessageEndingWith("of `toeplitz devices`");
    }

    @Test
    void aTypeGoesBeforeAPartOfAName() {
        Device named = Doubles.device("5:0", Type.OTHER, "Some vendor", "my cpu emulator");
        assertThat(DeviceChoice.named("cpu", List.of(named, POCL))).isEqualTo(POCL);
        assertThat(DeviceChoice.named("cpu", List.of(named))).isEqualTo(named);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "Portable Computing Language, pocl",
        "Clover, clover",
        "Intel(R) OpenCL Graphics, intel",
        "Intel(R) FPGA Emulation Platform for OpenCL(TM), intel-fpga",
        "AMD Accelerated Parallel Processing, amd",
        "Xilinx, xilinx",
        "Hypothetical Compute 9000, hypothetical"
    })
    void aPlatformHasTheNameThatPeopleSay(String platform, String alias) {
        assertThat(PlatformAlias.of(platform)).isEqualTo(alias);
    }

    /** Bits of the OpenCL header: 1 default, 2 CPU, 4 GPU, 8 accelerator, 16 custom. */
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({"2, CPU", "3, CPU", "4, GPU", "5, GPU", "8, ACCELERATOR", "16, OTHER", "15, OTHER", "0, OTHER"})
    void aDeviceThatClaimsSeveralKindsIsOfNone(long bits, Type type) {
        assertThat(DeviceReader.type(bits)).isEqualTo(type);
    }
}
