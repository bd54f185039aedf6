package dev.toeplitz.hw.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Accumulators;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.Bursts;
import dev.toeplitz.hw.Code;
import dev.toeplitz.hw.Compression;
import dev.toeplitz.hw.Dataflow;
import dev.toeplitz.hw.Dma;
import dev.toeplitz.hw.Im2col;
import dev.toeplitz.hw.Interconnect;
import dev.toeplitz.hw.Layout;
import dev.toeplitz.hw.Loading;
import dev.toeplitz.hw.Precision;
import dev.toeplitz.hw.Requests;
import dev.toeplitz.hw.VectorUnit;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.MatrixAxis;
import dev.toeplitz.terms.Operand;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a description means, and what it may leave out. */
class AcceleratorReaderTest {
    /** Nothing in it may be left out. */
    static final String SHORTEST = """
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
        """;

    static final String LOOPS = SHORTEST.replace("dataflow: ws", """
        dataflow:
            rows: [in_channel]
            cols: [out_channel, group]
            stationary: weight
            interconnect: broadcast\
        """);

    static Accelerator read(String text) {
        return describe(text).accelerator();
    }

    static Description describe(String text) {
        return AcceleratorReader.read("machines/mine.yaml", text);
    }

    @Test
    void whatIsLeftOutGetsItsDefault() {
        Accelerator mine = read(SHORTEST);
        assertThat(mine.name()).isEqualTo("mine");
        assertThat(mine.title()).isEqualTo("mine");
        assertThat(mine.clockMegahertz()).isEqualTo(1000);
        assertThat(mine.precision()).isEqualTo(Precision.INT8);
        assertThat(mine.peArray().dataflow()).isEqualTo(Dataflow.WEIGHT_STATIONARY);
        assertThat(mine.peArray().macsPerPe()).isEqualTo(1);
        assertThat(mine.peArray().shadowRegisters()).isFalse();
        assertThat(mine.buffer(Operand.WEIGHT))
                .isEqualTo(new Buffer("all", mine.buffers().getFirst().holds(), 65536, true, Buffer.UNLIMITED, false));
        assertThat(mine.accumulators()).isEqualTo(Accumulators.NONE);
        assertThat(mine.dma()).isEqualTo(Dma.FREE);
        assertThat(mine.dramBytesPerCycle()).isEqualTo(4);
        assertThat(mine.vectorUnit()).isEqualTo(new VectorUnit(16, 8, 16, true));
        assertThat(mine.im2col()).isEqualTo(Im2col.IMPLICIT);
        assertThat(mine.lowering().layout()).isEqualTo(Layout.NCHW);
    }

    @Test
    void everyDefaultIsListedWithItsReason() {
        assertThat(describe(SHORTEST).entries())
                .filteredOn(Entry::isDefault)
                .hasSize(27)
                .contains(Entry.ofDefault("name", "mine", "the file's name"))
                .contains(Entry.ofDefault("pe_array.macs_per_pe", "1", "one multiplier a PE"))
                .contains(Entry.ofDefault("precision.weight", "int8", "as input"))
                .contains(Entry.ofDefault("vector_unit.lanes", "16", "one lane for each column of the array"))
                .contains(
                        Entry.ofDefault("buffers[0].bytes_per_cycle", "unlimited", "ports as wide as the array needs"))
                .allSatisfy(entry -> assertThat(entry.source()).matches("default: .{8,}"));
    }

    @ParameterizedTest(name = "{0} sums in {1}")
    @CsvSource({"int8, INT32", "int64, INT64", "float16, FLOAT32", "float64, FLOAT64"})
    void sumsAreOfTheInputsKindInAtLeast32Bits(String input, DataType sum) {
        Precision precision =
                read(SHORTEST + "precision: {input: %s}\n".formatted(input)).precision();
        assertThat(precision.accumulator()).isEqualTo(sum);
        assertThat(precision.output()).isEqualTo(precision.input());
    }

    @Test
    void aValueKeepsItsSourceLineAndUnit() {
        String text = SHORTEST.replace("rows: 8", "rows: {value: 8, source: \"PAPER, section 2\"}")
                + "sources: {PAPER: \"A. Author, A Paper, 2020\"}\n";
        Description description = describe(text);
        assertThat(description.entries())
                .contains(new Entry("pe_array.rows", "8", "PAPER, section 2", 2))
                .contains(new Entry("buffers[0].bytes", "64 KiB", "", 8))
                .noneMatch(entry -> entry.path().startsWith("sources"));
        assertThat(description.sources()).containsEntry("PAPER", "A. Author, A Paper, 2020");
        assertThat(new Entry("buffers[11].bytes", "1", "", 1).unit()).isEqualTo("bytes");
        assertThat(new Entry("title", "x", "", 1).unit()).isEmpty();
    }

    @Test
    void aDataflowIsWrittenInItsLoops() {
        assertThat(read(LOOPS).peArray().dataflow())
                .isEqualTo(new Dataflow(
                        "in_channel x out_channel group",
                        List.of(LoopDim.IN_CHANNEL),
                        List.of(LoopDim.OUT_CHANNEL, LoopDim.GROUP),
                        Operand.WEIGHT,
                        new Interconnect.Broadcast(0)));
    }

    @Test
    void aDataflowIsWrittenInRolesAndNamed() {
        String text = SHORTEST.replace(
                "dataflow: ws", "dataflow: {name: mine, rows: m, cols: {value: [N], source: us}, stationary: output}");
        assertThat(read(text).peArray().dataflow())
                .isEqualTo(new Dataflow(
                        "mine",
                        List.of(MatrixAxis.M),
                        List.of(MatrixAxis.N),
                        Operand.OUTPUT,
                        new Interconnect.Systolic()));
    }

    @Test
    void burstsAndRequestsMayBeLeftOutOrGiven() {
        assertThat(read(SHORTEST).peArray().dataflow().bursts()).isEmpty();
        assertThat(read(SHORTEST).dma().requests()).isEmpty();
        String text = SHORTEST.replace(
                        "dataflow: ws",
                        "dataflow: {rows: k, cols: n, stationary: weight, bursts: {steps: 16, issue_cycles: 8}}")
                + "dma: {requests: {bytes: 64, cycles: 8, cache: 4 MiB}}\n";
        assertThat(read(text).peArray().dataflow().bursts()).contains(new Bursts(16, 1, 8));
        assertThat(read(text).dma().requests()).contains(new Requests(64, 8, 4 << 20, 8));
        assertThatThrownBy(() -> read(text.replace("cycles: 8, cache", "cycle: 8, cache")))
                .hasMessageContaining("dma.requests: the key 'cycles' is missing");
    }

    @Test
    void operandsThatTheArrayWaitsForAreNamedWithTheirRates() {
        assertThat(read(SHORTEST).dma().waitedFor()).isEmpty();
        String text = SHORTEST + "dma: {waited_for: {input: 0, weight: 8 B}}\n";
        assertThat(read(text).dma().waitedFor()).isEqualTo(Map.of(Operand.INPUT, Dma.FROM_DRAM, Operand.WEIGHT, 8L));
        assertThatThrownBy(() -> read(text.replace("weight: 8 B", "weights: 8 B")))
                .hasMessageContaining("weights");
    }

    @Test
    void loadsNameTheStepsThatALoadServes() {
        assertThat(read(SHORTEST).dma().loads()).isEmpty();
        assertThat(read(SHORTEST).dma().bytesPerCycle()).isEqualTo(Buffer.UNLIMITED);
        String text = SHORTEST + "dma: {bytes_per_cycle: 32 B, loads: {weight: {each: {out_col: 7}, ahead: false},"
                + " input: {each: {n: array}, unless_whole: false}}}\n";
        assertThat(read(text).dma().bytesPerCycle()).isEqualTo(32);
        assertThat(read(text).dma().loads())
                .isEqualTo(Map.of(
                        Operand.WEIGHT,
                        new Loading(Map.of(LoopDim.OUT_COL, 7), true, false),
                        Operand.INPUT,
                        new Loading(Map.of(MatrixAxis.N, Loading.ARRAY), false, true)));
    }

    @Test
    void theVectorUnitsDutiesMayBeGiven() {
        assertThat(read(SHORTEST).vectorUnit().duties()).isEqualTo(new VectorUnit.Duties(true, true, false));
        String text = SHORTEST + "vector_unit: {fuses_residuals: false, depthwise: true}\n";
        assertThat(read(text).vectorUnit().duties()).isEqualTo(new VectorUnit.Duties(true, false, true));
    }

    @Test
    void aLoopMayBeSharedWithinAPe() {
        assertThat(read(LOOPS).peArray().dataflow().within()).isEmpty();
        String text = LOOPS.replace("stationary: weight", "stationary: weight\n    within: out_col");
        assertThat(read(text).peArray().dataflow().within()).contains(LoopDim.OUT_COL);
        assertThatThrownBy(() -> read(text.replace("within: out_col", "within: columns")))
                .hasMessageContaining("'columns' is no loop");
    }

    @Test
    void coresShareWhatIsDescribedOnceAndTheChipHasAllOfThem() {
        Accelerator one = read(SHORTEST);
        Accelerator four = read(SHORTEST + "cores: 4\n");
        assertThat(one.cores()).isEqualTo(1);
        assertThat(four).isEqualTo(one.withCores(4));
        assertThat(four.macsPerCycle()).isEqualTo(4 * one.macsPerCycle());
        assertThat(four.onChipBytes()).isEqualTo(4 * one.onChipBytes());
        assertThat(four.dramBytesPerCycle()).isEqualTo(one.dramBytesPerCycle());
        assertThatThrownBy(() -> read(SHORTEST + "cores: 257\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("257 cores; expected 1 to 256");
    }

    @Test
    void layersAreFusedWhereADescriptionSaysSo() {
        Accelerator plain = read(SHORTEST);
        assertThat(plain.fusesLayers()).isFalse();
        assertThat(read(SHORTEST + "fuses_layers: true\n")).isEqualTo(plain.withFusion(true));
        assertThat(plain.withFusion(true).with(plain.dma()).fusesLayers()).isTrue();
        assertThat(plain.withCores(4).with(plain.dma()).cores()).isEqualTo(4);
        assertThatThrownBy(() -> read(SHORTEST + "fuses_layers: sometimes\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("fuses_layers: 'sometimes'; expected true or false");
        assertThatThrownBy(() -> read(SHORTEST + "cores: 2\nfuses_layers: true\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("2 cores with fuses_layers; expected one core");
    }

    @Test
    void tensorsMayLieCoded() {
        Accelerator plain = read(SHORTEST);
        assertThat(plain.compression()).isEqualTo(Compression.NONE);
        Accelerator coding = read(SHORTEST + """
            compression:
              weights: {code: run_length, run_bits: 4}
              maps: {code: run_length, run_bits: 5, pairs: 3, word_bits: 64}
            """);
        assertThat(coding.compression())
                .isEqualTo(
                        new Compression(Optional.of(new Code.RunLength(4)), Optional.of(new Code.RunLength(5, 3, 64))));
        assertThat(coding.withCores(2).compression()).isEqualTo(coding.compression());
        assertThat(read(SHORTEST + "compression:\n  weights: {code: bitmap}\n").compression())
                .isEqualTo(new Compression(Optional.of(new Code.Bitmap()), Optional.empty()));
        assertThat(read(SHORTEST + "compression:\n  weights: {code: packed}\n").compression())
                .isEqualTo(new Compression(Optional.of(new Code.Packed()), Optional.empty()));
    }
}
