package dev.toeplitz.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Predictions held against what `run --report` measured, with files that these commands wrote. */
class CompareRunsTest {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    @TempDir
    static Path folder;

    private static Path run;
    private static Path unfused;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void measure() {
        run = folder.resolve("run.json");
        unfused = folder.resolve("unfused.json");
        measure(run, "--hw", "gemmini-16x16");
        measure(unfused, "--no-fusion", "--no-passes");
    }

    private static void measure(Path file, String... more) {
        StringWriter err = new StringWriter();
        String[] common = {
            "run", "lenet5", "--weights", "random:1", "--device", "pocl", "--runs", "1", "--report", file.toString()
        };
        String[] all = Stream.of(common, more).flatMap(Stream::of).toArray(String[]::new);
        assertThat(Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err), all))
                .as(err.toString())
                .isEqualTo(ExitCode.FINE);
    }

    private int compare(String... arguments) {
        String[] all = Stream.of(new String[] {"compare"}, arguments)
                .flatMap(Stream::of)
                .toArray(String[]::new);
        return Main.run(new PrintWriter(out), new PrintWriter(err), all);
    }

    private JsonNode compared(String... arguments) {
        assertThat(compare(arguments)).as(err.toString()).isEqualTo(ExitCode.FINE);
        return MAPPER.readTree(out.toString());
    }

    @Test
    void whatIsWrittenFollowsThePublishedSchemas() throws IOException {
        assertThat(Schemas.violations("run-1", Files.readString(run))).isEmpty();
        assertThat(Schemas.violations("run-1", Files.readString(unfused))).isEmpty();
        compare("lenet5", run.toString(), unfused.toString(), "--hw", "gemmini-16x16", "--json");
        assertThat(Schemas.violations("comparison-1", out.toString())).isEmpty();
        out.getBuffer().setLength(0);
        compare("lenet5", "alexnet", "--hw", "gemmini-16x16", "--json");
        assertThat(Schemas.violations("comparison-1", out.toString())).isEmpty();
    }

    private static double sum(JsonNode comparison, int subject) {
        return comparison
                .get("layers")
                .valueStream()
                .map(line -> line.get("values").get(subject))
                .mapToDouble(value -> value.isNull() ? 0 : value.asDouble())
                .sum();
    }

    private static JsonNode figure(JsonNode comparison, String name) {
        return comparison
                .get("figures")
                .valueStream()
                .filter(line -> line.get("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyLayerHasItsTimeOnBothSidesAndTheLayersSumToTheTotals() throws IOException {
        JsonNode comparison = compared("lenet5", run.toString(), "--hw", "gemmini-16x16", "--json");
        JsonNode measured = MAPPER.readTree(Files.readString(run));
        assertThat(comparison.get("subjects").get(0).get("kind").asString()).isEqualTo("PREDICTED");
        assertThat(comparison.get("subjects").get(1).get("kind").asString()).isEqualTo("MEASURED");
        for (int subject : new int[] {0, 1}) {
            double total =
                    figure(comparison, "latency").get("values").get(subject).asDouble();
            assertThat(sum(comparison, subject)).isCloseTo(total, Percentage.withPercentage(1e-6));
        }
        assertThat(figure(comparison, "latency").get("values").get(1).asDouble())
                .isEqualTo(measured.get("totals").get("seconds").asDouble());
        JsonNode first = comparison.get("layers").get(0);
        assertThat(first.get("ratios").get(1).asDouble())
                .isEqualTo(first.get("values").get(1).asDouble()
                        / first.get("values").get(0).asDouble());
    }

    @Test
    void theRunsOwnPredictionIsTheOneThatCompareFinds() throws IOException {
        JsonNode comparison = compared("lenet5", run.toString(), "--hw", "gemmini-16x16", "--json");
        for (JsonNode row : MAPPER.readTree(Files.readString(run)).get("layers")) {
            JsonNode line = comparison
                    .get("layers")
                    .valueStream()
                    .filter(each -> each.get("rows")
                            .get(1)
                            .toString()
                            .contains(row.get("name").toString()))
                    .findFirst()
                    .orElseThrow();
            if (line.get("rows").get(1).size() == 1) {
                assertThat(row.get("predictedSeconds").asDouble())
                        .as(row.get("name").asString())
                        .isCloseTo(line.get("values").get(0).asDouble(), Percentage.withPercentage(1e-6));
            }
        }
    }

    @Test
    void fusedStagesAreJoinedToTheNodesTheyCover() throws IOException {
        JsonNode comparison = compared(run.toString(), unfused.toString(), "--json");
        JsonNode line = comparison.get("layers").get(0);
        assertThat(line.get("rows").get(0)).hasSize(1);
        assertThat(line.get("rows").get(1).size()).isGreaterThan(1);
        JsonNode rows = MAPPER.readTree(Files.readString(unfused)).get("layers");
        double seconds = IntStream.range(0, line.get("rows").get(1).size())
                .mapToDouble(i -> rows.get(i).get("seconds").asDouble())
                .sum();
        assertThat(line.get("values").get(1).asDouble()).isEqualTo(seconds);
    }

    @Test
    void terminalAndMarkdownShowEveryLayerWithItsRatio() {
        assertThat(compare("lenet5", run.toString(), "--hw", "gemmini-16x16")).isEqualTo(ExitCode.FINE);
        assertThat(out.toString())
                .contains("measured")
                .containsPattern("error, mean layer +[0-9.]+ %")
                .containsPattern("C1 +[0-9.]+ [nµm]s +[0-9.]+ [nµm]s  [0-9.]+×")
                .doesNotContain(" *");
        out.getBuffer().setLength(0);
        assertThat(compare("lenet5", run.toString(), "--hw", "gemmini-16x16", "--markdown"))
                .isEqualTo(ExitCode.FINE);
        assertThat(out.toString()).contains("| measured |").containsPattern("\\| C1 \\| .* \\| .*×\\) \\|");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alexnet|layer 'conv1' has 105,415,200 MACs in alexnet on tpu-v1 and 0 in lenet5 on ",
                "lenet5 --batch 2|expected one network, at the same batch and input size",
            })
    void anotherNetworkOrBatchIsRefused(String network, String message) {
        String[] arguments = (network + " " + run + " --hw tpu-v1").split(" ");
        assertThat(compare(arguments)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"schema\": \"toeplitz-run/7\"}|broken.json: a run report of schema 'toeplitz-run/7'; expected"
                        + " toeplitz-run/1",
                "{\"schema\": \"toeplitz-run/1\"}|broken.json: a report without its totals",
                "{\"schema\": \"toeplitz-run/1\", \"lairs\": []}|broken.json: not a run report: Unrecognized property"
                        + " \"lairs\"",
                "{\"schema\": \"toeplitz-report/2\", \"layers\": []}|broken.json: a report without its totals",
                "[1, 2|broken.json: not a report: ",
                "[]|broken.json: not a report: "
            })
    void aFileThatIsNoReportIsRefusedWithItsName(String text, String message) throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.json"), text);
        assertThat(compare(run.toString(), broken.toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains(message).doesNotContain("defect");
    }

    @Test
    void aRunAloneHasNothingBesideIt() {
        assertThat(compare(run.toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("one report alone; expected two or more");
        assertThat(List.of(out.toString())).containsExactly("");
    }
}
