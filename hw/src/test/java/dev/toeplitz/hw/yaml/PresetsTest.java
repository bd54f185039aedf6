package dev.toeplitz.hw.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Interconnect;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.Operand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PresetsTest {
    /** What a source may begin with that is no citation. */
    private static final String HONEST = "(assumption|recalled|definition): .+|this preset";

    static Stream<String> presets() {
        return Accelerators.presets().stream();
    }

    @Test
    void theListOfPresetsIsWhatIsThere() throws IOException {
        Path directory = Path.of("src/main/resources/dev/toeplitz/hw/presets");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".yaml", ""))
                            .sorted())
                    .isEqualTo(Accelerators.presets());
        }
    }

    @ParameterizedTest
    @MethodSource("presets")
    void aPresetIsCalledAsItsFile(String preset) {
        assertThat(Accelerators.load(preset).name()).isEqualTo(preset);
    }

    @ParameterizedTest
    @MethodSource("presets")
    void everyValueCitesADeclaredSourceOrSaysThatItIsAnAssumption(String preset) {
        Description description = Accelerators.describe(preset);
        String citation =
                "(%s)([:,].+)?".formatted(String.join("|", description.sources().keySet()));
        assertThat(description.entries())
                .filteredOn(entry -> !entry.isDefault())
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry.source()).as(entry.path()).matches(HONEST + "|" + citation));
    }

    @ParameterizedTest
    @MethodSource("presets")
    void onlyWhatADesignDoesNotHaveIsLeftToItsDefault(String preset) {
        assertThat(Accelerators.describe(preset).entries())
                .filteredOn(Entry::isDefault)
                .extracting(Entry::path)
                .allMatch(path -> path.matches(
                        "accumulators|cores|fuses_layers|dram.standard|dma.setup_cycles|dma.bytes_per_cycle"
                                + "|vector_unit.(fuses_residuals|depthwise)"));
    }

    @ParameterizedTest
    @MethodSource("presets")
    void everyDeclaredSourceIsCited(String preset) {
        Description description = Accelerators.describe(preset);
        assertThat(description.sources().keySet())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(description.entries())
                        .anyMatch(entry -> entry.source().contains(name)));
    }

    @ParameterizedTest
    @MethodSource("presets")
    void everyNumberHasAUnitExceptShares(String preset) {
        assertThat(Accelerators.describe(preset).entries())
                .filteredOn(entry -> entry.value().matches("[0-9.]+( ?[kKMG]?i?B)?"))
                .filteredOn(entry -> !entry.path().equals("dram.efficiency"))
                .allSatisfy(entry -> assertThat(entry.unit()).as(entry.path()).isNotEmpty());
    }

    @ParameterizedTest(name = "{0} has {1} MACs and {2} GMAC/s")
    @CsvSource({
        "tpu-v1, 65536, 45875.2", // 92 TOPS, ISCA 2017
        "eyeriss-v1, 168, 33.6", // 67.2 GOPS, JSSC 2017
        "gemmini-16x16, 256, 256", // 512 GOPS
        "nvdla-large, 2048, 2048", // 4096 GOPS, primer table
        "nvdla-small, 64, 64",
        "zhang-fpga15, 448, 44.8", // 89.6 GOPS, FPGA 2015
        "gemmini-firesim, 256, 256",
        "dpu-b4096, 2048, 614.4", // 1228.8 GOPS, PG338
        "chaidnn-1024, 2048, 512", // 1024 DSP at twice 250 MHz
        "pipecnn-de1-soc, 64, 7.808",
        "scale-sim, 1024, 1024",
        "zynq-7020-14x14, 196, 29.4",
        "zu9eg-32x32, 1024, 307.2",
        "u250-64x64, 4096, 1228.8"
    })
    void peaksAreThoseOfThePapers(String preset, long macs, double gigamacs) {
        Accelerator accelerator = Accelerators.load(preset);
        assertThat(accelerator.peArray().macsPerCycle()).isEqualTo(macs);
        assertThat(accelerator.peakMacsPerSecond() / 1e9).isEqualTo(gigamacs, within(1e-6));
    }

    @ParameterizedTest(name = "{0} fits {1} DSP slices and {2} kbit of block memory")
    @CsvSource({"zynq-7020-14x14, 220, 5040", "zu9eg-32x32, 2520, 32832", "u250-64x64, 12288, 465408"})
    void fpgaPresetsFitTheirDevices(String preset, long slices, long kilobits) {
        Accelerator accelerator = Accelerators.load(preset);
        assertThat(accelerator.peArray().macsPerCycle()).isLessThanOrEqualTo(slices);
        assertThat(accelerator.onChipBytes()).isLessThanOrEqualTo(kilobits * 1024 / 8);
    }

    @Test
    void theTpuIsThatOfItsPaper() {
        Accelerator tpu = Accelerators.load("tpu-v1");
        // The knee at about 1350 operations a byte of weights, ISCA 2017, figure 5, counts a MAC as one.
        assertThat(tpu.balanceMacsPerByte()).isEqualTo(1349, within(1.0));
        // 28 MiB on chip, and the FIFO
        assertThat(tpu.onChipBytes()).isEqualTo((28L << 20) + (4 * 64 << 10));
        assertThat(tpu.buffer(Operand.INPUT).keepsActivations()).isTrue();
        assertThat(tpu.peArray().shadowRegisters()).isTrue();
        assertThat(tpu.peArray().dataflow().preloads()).isTrue();
    }

    @Test
    void eyerissHasAFilterRowForEachRowAndAnOutputRowForEachColumn() {
        Accelerator eyeriss = Accelerators.load("eyeriss-v1");
        assertThat(eyeriss.peArray().dataflow().rows()).contains(LoopDim.FILTER_ROW);
        assertThat(eyeriss.peArray().dataflow().cols()).containsExactly(LoopDim.OUT_ROW);
        assertThat(eyeriss.precision().input()).isEqualTo(DataType.INT16);
        assertThat(eyeriss.buffer(Operand.INPUT).keepsActivations()).isFalse();
    }

    @Test
    void nvdlaSumsInputChannelsInATree() {
        assertThat(Accelerators.load("nvdla-large").peArray().dataflow()).satisfies(dataflow -> {
            assertThat(dataflow.rows()).containsExactly(LoopDim.IN_CHANNEL);
            assertThat(dataflow.cols()).containsExactly(LoopDim.OUT_CHANNEL);
            assertThat(dataflow.interconnect()).isInstanceOf(Interconnect.Broadcast.class);
        });
    }
}
