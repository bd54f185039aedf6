package dev.toeplitz.hw.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Dataflow;
import dev.toeplitz.hw.Precision;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Operand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AcceleratorsTest {
    private static final String SHORT = """
        name: mine
        clock_mhz: 500
        pe_array:
          rows: 8
          cols: 16
          dataflow: ws
        buffers:
          - name: all
            holds: [input, weight, output]
            bytes: 64 KiB
        dram:
          gigabytes_per_second: 4
        vector_unit:
          lanes: 8
        """;

    @TempDir
    Path directory;

    static Stream<String> presets() {
        return Accelerators.presets().stream();
    }

    @ParameterizedTest
    @MethodSource("presets")
    void everyValueOfAPresetHasASource(String preset) {
        assertThat(Accelerators.describe(preset).entries()).isNotEmpty().allSatisfy(entry -> {
            assertThat(entry.source()).as(entry.path()).isNotEmpty();
            boolean optional = entry.source().equals("default");
            assertThat(optional && !entry.path().matches("accumulators|dram.standard|pe_array.macs_per_pe"))
                    .as(entry.path() + " is left to its default")
                    .isFalse();
        });
    }

    @ParameterizedTest
    @MethodSource("presets")
    void aPresetIsCalledAsItsFile(String preset) {
        assertThat(Accelerators.load(preset).name()).isEqualTo(preset);
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

    @ParameterizedTest(name = "{0} has {1} MACs and {2} GMAC/s")
    @CsvSource({
        "tpu-v1, 65536, 45875.2", // 92 TOPS, ISCA 2017
        "eyeriss-v1, 168, 33.6", // 67.2 GOPS, JSSC 2017
        "gemmini-16x16, 256, 256",
        "nvdla-large, 2048, 2048",
        "nvdla-small, 64, 64",
        "zhang-fpga15, 448, 44.8", // 89.6 GOPS, FPGA 2015
        "scale-sim, 1024, 1024"
    })
    void peaksAreThoseOfThePapers(String preset, long macs, double gigamacs) {
        Accelerator accelerator = Accelerators.load(preset);
        assertThat(accelerator.peArray().macsPerCycle()).isEqualTo(macs);
        assertThat(accelerator.peakMacsPerSecond() / 1e9).isEqualTo(gigamacs, within(1e-6));
    }

    @Test
    void theTpuIsBalancedWhereItsPaperSays() {
        // The knee at about 1350 operations a byte of weights, ISCA 2017, figure 5, counts a MAC as one.
        assertThat(Accelerators.load("tpu-v1").balanceMacsPerByte()).isEqualTo(1349, within(1.0));
    }

    @Test
    void aShortDescriptionGetsDefaults() {
        Accelerator mine = AcceleratorReader.read("mine.yaml", SHORT).accelerator();
        assertThat(mine.title()).isEqualTo("mine");
        assertThat(mine.precision()).isEqualTo(Precision.INT8);
        assertThat(mine.peArray().dataflow()).isEqualTo(Dataflow.WEIGHT_STATIONARY);
        assertThat(mine.buffer(Operand.WEIGHT).bytes()).isEqualTo(65536);
        assertThat(mine.dramBytesPerCycle()).isEqualTo(8);
    }

    @Test
    void aValueKeepsItsSourceAndLine() {
        String text = SHORT.replace("rows: 8", "rows: {value: 8, source: \"a paper\"}");
        assertThat(AcceleratorReader.read("mine.yaml", text).entries())
                .contains(new Entry("pe_array.rows", "8", "a paper", 4))
                .contains(new Entry("pe_array.macs_per_pe", "1", "default", 0));
    }

    @ParameterizedTest(name = "{0} → {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
        dataflow: ws | dataflow: wss | mine.yaml:6: pe_array.dataflow: 'wss' is no dataflow; expected one of ws, os, is; did you mean 'ws'?
        rows: 8 | rows: 0 | mine.yaml:4: pe_array: rows is 0; expected at least 1; leave it out for the default
        rows: 8 | rows: eight | mine.yaml:4: pe_array.rows: 'eight'; expected a whole number; correct the value
        rows: 8 | rosw: 8 | mine.yaml:4: pe_array: the key 'rows' is missing; expected it to be there; add 'rows:'
        lanes: 8 | lanes: -1 | mine.yaml:14: vector_unit: lanes is -1; expected at least 1; give a larger value
        bytes: 64 KiB | bytes: 64 kb | mine.yaml:10: buffers[0].bytes: '64 kb'; expected bytes, as 65536, 64 KiB or 24 MiB; correct the value
        holds: [input, weight, output] | holds: [input, weight] | mine.yaml:1: no buffer holds the output; expected exactly one; name 'output' under `holds` of one buffer
        holds: [input, weight, output] | holds: [input, weigth] | mine.yaml:9: buffers[0].holds: 'weigth' is no operand; expected one of input, weight, output; did you mean 'weight'?
        clock_mhz: 500 | clock_mhz: 0 | mine.yaml:1: clock_mhz is 0.0; expected a number above 0; give a positive value
        clock_mhz: 500 | clock: 500 | mine.yaml:1: the key 'clock_mhz' is missing; expected it to be there; add 'clock_mhz:'
        """)
    void whatIsWrongIsSaidWithItsPlace(String right, String wrong, String message) {
        assertRefused(SHORT.replace(right, wrong), message);
    }

    @Test
    void anUnknownKeyIsRefusedWithTheNearestOne() {
        assertRefused(
                SHORT + "im2cal: implicit\n",
                "mine.yaml:15: im2cal: 'im2cal' is no key; expected one of accumulators, buffers, clock_mhz, dma, dram,"
                        + " im2col, name, pe_array, precision, sources, title, vector_unit; did you mean 'im2col'?");
    }

    @Test
    void aKeyThatStandsTwiceIsRefused() {
        assertRefused(
                SHORT.replace("  rows: 8", "  rows: 8\n  rows: 9"),
                "mine.yaml:5: pe_array.rows: the key stands twice; expected each key once; remove one");
    }

    @Test
    void anArrayOfTooManyPesIsRefused() {
        assertRefused(
                SHORT.replace("rows: 8", "rows: 8192").replace("cols: 16", "cols: 8192"),
                "mine.yaml:4: pe_array: rows × cols is 8192 × 8192 = 67,108,864 PEs; expected at most 16,777,216;"
                        + " describe several accelerators");
    }

    @Test
    void brokenYamlIsRefusedWithItsLine() {
        assertThatThrownBy(() -> AcceleratorReader.read("mine.yaml", "name: [mine\nclock_mhz: 3\n"))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("mine.yaml:2: ");
    }

    @Test
    void anEmptyFileIsRefused() {
        assertRefused("", "mine.yaml: the file is empty; expected an accelerator; see `toeplitz hw show tpu-v1`");
    }

    @Test
    void anUnknownPresetGetsTheNearestName() {
        assertThatThrownBy(() -> Accelerators.load("tpuv1"))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith("did you mean 'tpu-v1'?");
    }

    @Test
    void aMissingFileIsSaidToBeMissing() {
        Path missing = directory.resolve("none.yaml");
        assertThatThrownBy(() -> Accelerators.load(missing.toString()))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(missing + ": there is no such file");
    }

    @Test
    void aFileThatIsNoTextIsRefused() throws IOException {
        Path binary = directory.resolve("picture.yaml");
        Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xd8, 0, 1});
        assertThatThrownBy(() -> Accelerators.load(binary.toString()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the file is not text");
    }

    private static void assertRefused(String text, String message) {
        assertThatThrownBy(() -> AcceleratorReader.read("mine.yaml", text))
                .isInstanceOf(InputException.class)
                .hasMessage(message);
    }
}
