package dev.toeplitz.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.Relu;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.reports.csv.CsvReport;
import dev.toeplitz.reports.html.HtmlReport;
import dev.toeplitz.reports.json.JsonReport;
import dev.toeplitz.reports.model.Report;
import dev.toeplitz.reports.model.Report.Row;
import dev.toeplitz.reports.model.ReportBuilder;
import dev.toeplitz.reports.terminal.TerminalReport;
import dev.toeplitz.reports.terminal.Units;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.terms.InputException;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTest {
    private static final String HOSTILE = "=<script>alert(1)</script>\u001b[31m\u202e\n\"'&";

    private static Report report(Graph graph, String hardware) {
        return ReportBuilder.build(Simulator.simulate(graph, Accelerators.load(hardware)), "test", List.of());
    }

    private static Report googLeNet() {
        return report(Networks.named("googlenet").build(), "gemmini-16x16");
    }

    private static Report hostile() {
        GraphBuilder graph = new GraphBuilder(HOSTILE);
        Value x = graph.input("x", TensorType.float32(1, 3, 8, 8));
        Value w = graph.weight("w", 4, 3, 3, 3);
        graph.output(graph.node("relu", new Relu(), graph.node(HOSTILE, Conv.square(3, 1, 0, 1), x, w)));
        return report(graph.build(), "gemmini-16x16");
    }

    @Test
    void rowsSumToTheTotals() {
        Report report = googLeNet();
        assertThat(sum(report, Row::cycles)).isEqualTo(report.totals().cycles());
        assertThat(sum(report, Row::macs)).isEqualTo(report.totals().macs());
        assertThat(sum(report, Row::dramBytes)).isEqualTo(report.totals().dramBytes());
        assertThat(sum(report, Row::parameters)).isEqualTo(report.network().parameters());
        for (Row row : report.layers()) {
            long stalls = row.stallCycles().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            assertThat(row.busyCycles() + stalls).isEqualTo(row.cycles());
            assertThat(row.stallCycles().values()).allMatch(cycles -> cycles > 0);
            long streams = row.dramBytesByStream().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            assertThat(streams).isEqualTo(row.dramBytes());
        }
    }

    @Test
    void energyOfLevelsSumsToRowsAndOfRowsToTheTotal() {
        Report report = googLeNet();
        double rows =
                report.layers().stream().mapToDouble(Row::energyPicojoules).sum();
        assertThat(report.totals().energyPicojoules()).isCloseTo(rows, withPercentage(1e-9));
        for (Row row : report.layers()) {
            double levels = row.energyPicojoulesByLevel().values().stream()
                    .mapToDouble(Double::doubleValue)
                    .sum();
            assertThat(levels).isCloseTo(row.energyPicojoules(), withPercentage(1e-9));
        }
        assertThat(report.totals().energyPicojoulesByLevel()).containsKeys("MAC", "PE registers", "scratchpad", "DRAM");
    }

    @Test
    void theMostThatIsAliveInALayerIsThePeak() {
        Report report = googLeNet();
        assertThat(report.layers().stream()
                        .mapToLong(row -> row.memory().aliveBytes())
                        .max())
                .hasValue(report.totals().peakActivationBytes());
    }

    @Test
    void tilesFitTheBuffersTheyLieIn() {
        Report report = googLeNet();
        for (Report.BufferFacts buffer : report.accelerator().buffers()) {
            assertThat(report.layers())
                    .allMatch(row -> row.memory().bufferBytes().getOrDefault(buffer.name(), 0L) <= buffer.bytes());
        }
        assertThat(report.layers()).anyMatch(row -> !row.memory().tileBytes().isEmpty());
    }

    @Test
    void aRowsFiguresAreTheRowsAndFollowFromTheirParts() {
        for (Row row : googLeNet().layers()) {
            assertThat(figure(row, "cycles").value()).isEqualTo(row.cycles());
            assertThat(figure(row, "DRAM bytes").value()).isEqualTo(row.dramBytes());
            assertThat(figure(row, "cycles").parts().stream()
                            .mapToDouble(Report.Figure::value)
                            .sum())
                    .isEqualTo(row.cycles());
        }
    }

    private static Report.Figure figure(Row row, String name) {
        return row.figures().stream()
                .filter(figure -> figure.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyRowReadsEarlierRowsOrInputs() {
        Report report = googLeNet();
        assertThat(report.layers())
                .allMatch(row -> !row.reads().isEmpty()
                        && row.reads().stream().allMatch(source -> source >= -1 && source < row.index()));
        assertThat(report.layers()).anyMatch(row -> row.reads().size() == 4);
    }

    private static long sum(Report report, ToLongFunction<Row> figure) {
        return report.layers().stream().mapToLong(figure).sum();
    }

    @Test
    void everyNodeStandsInOneRow() {
        Graph graph = Networks.named("googlenet").build();
        Stream<String> nodes = googLeNet().layers().stream().flatMap(row -> row.nodes().stream());
        assertThat(nodes)
                .containsExactlyInAnyOrderElementsOf(
                        graph.nodes().stream().map(node -> node.name()).toList());
    }

    @Test
    void jsonReadsBackToTheSameReport() {
        Report report = googLeNet();
        assertThat(JsonReport.read(JsonReport.write(report))).isEqualTo(report);
    }

    @Test
    void anUnknownKeyOfAReportIsRefused() {
        String other = JsonReport.write(googLeNet()).replaceFirst("\"schema\"", "\"shema\"");
        assertThatThrownBy(() -> JsonReport.read(other))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("not a report");
    }

    @Test
    void csvHasTheFiguresOfTheRows() {
        Report report = googLeNet();
        List<NamedCsvRecord> lines = CsvReader.builder().ofNamedCsvRecord(CsvReport.write(report)).stream()
                .toList();
        assertThat(lines).hasSameSizeAs(report.layers());
        for (int i = 0; i < lines.size(); i++) {
            Row row = report.layers().get(i);
            NamedCsvRecord line = lines.get(i);
            assertThat(line.getField("layer")).isEqualTo(row.name());
            assertThat(line.getField("cycles")).isEqualTo(String.valueOf(row.cycles()));
            assertThat(line.getField("dram_weight_read_bytes"))
                    .isEqualTo(String.valueOf(row.dramBytesByStream().getOrDefault("weight read", 0L)));
            long stalls = line.getHeader().stream()
                    .filter(name -> name.startsWith("stall_"))
                    .mapToLong(name -> Long.parseLong(line.getField(name)))
                    .sum();
            assertThat(stalls + row.busyCycles()).isEqualTo(row.cycles());
        }
    }

    @Test
    void namesFromAFileBecomeNeitherMarkupNorFormulasNorEscapes() {
        Report report = hostile();
        assertThat(HtmlReport.write(report)).doesNotContain("<script>alert").doesNotContain("\u001b");
        assertThat(TerminalReport.write(report)).doesNotContain("\u001b").doesNotContain("\u202e");
        List<NamedCsvRecord> lines = CsvReader.builder().ofNamedCsvRecord(CsvReport.write(report)).stream()
                .toList();
        assertThat(lines.getFirst().getField("layer")).startsWith("'=");
        assertThat(JsonReport.read(JsonReport.write(report))).isEqualTo(report);
    }

    @Test
    void thePageIsWholeAndRefersToNothingOutside() {
        String page = HtmlReport.write(googLeNet());
        assertThat(page).startsWith("<!doctype html>").contains("echarts").contains("\"schema\":\"toeplitz-report/2\"");
        assertThat(page).doesNotContainPattern("(src|href)=\"(https?:)?//").doesNotContain("/*report*/");
        assertThat(page.length()).isLessThan(3_000_000);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "999, 999",
        "1000, 1.00k",
        "999499, 999k",
        "999500, 1.00M",
        "25557032, 25.6M",
        "4089184256, 4.09G"
    })
    void countsHaveThreeDigits(long value, String text) {
        assertThat(Units.count(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "1023, 1023 B", "1024, 1.00 KiB", "25165824, 24.0 MiB"})
    void bytesAreBinary(long value, String text) {
        assertThat(Units.bytes(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.00 s", "1.5, 1.50 s", "0.9996, 1.00 s", "0.00239, 2.39 ms", "0.0000001, 100 ns"})
    void secondsHaveAUnitThatFits(double value, String text) {
        assertThat(Units.seconds(value)).isEqualTo(text);
    }
}
