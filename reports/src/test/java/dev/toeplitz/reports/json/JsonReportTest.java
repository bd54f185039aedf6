package dev.toeplitz.reports.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.toeplitz.reports.ReportFiles;
import dev.toeplitz.reports.ReportFiles.Format;
import dev.toeplitz.reports.Reports;
import dev.toeplitz.reports.html.HtmlReport;
import dev.toeplitz.reports.measured.RunReport;
import dev.toeplitz.reports.model.Report;
import dev.toeplitz.terms.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The report as others read it: by its published schema, and by later versions of us. */
class JsonReportTest {
    private static final Schema SCHEMA = schema("report-2");

    private static Schema schema(String version) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(resource(version + ".schema.json"));
    }

    private static String resource(String name) {
        try (InputStream in = JsonReportTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"lenet5,tpu-v1", "googlenet,gemmini-16x16", "densenet121,eyeriss-v1", "mobilenet-v2,nvdla-small"})
    void whatIsWrittenFollowsThePublishedSchema(String network, String accelerator) {
        assertThat(SCHEMA.validate(JsonReport.write(Reports.of(network, accelerator)), InputFormat.JSON))
                .as("a key that is new in the report belongs into report-2.schema.json")
                .isEmpty();
    }

    @Test
    void theSchemaRefusesWhatIsNoReport() {
        String report = JsonReport.write(Reports.of("lenet5", "tpu-v1"));
        assertThat(SCHEMA.validate(report.replaceFirst("\"cycles\" : \\d+", "\"cycles\" : -1"), InputFormat.JSON))
                .isNotEmpty();
        assertThat(SCHEMA.validate(report.replaceFirst("\"advice\"", "\"advise\""), InputFormat.JSON))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"report-1.json", "report-2.json"})
    void reportsOfEveryVersionStillOpen(String name) {
        Report report = JsonReport.read(resource(name));
        assertThat(report.network().name()).isEqualTo("lenet5");
        assertThat(report.accelerator().name()).isEqualTo("gemmini-16x16");
        assertThat(report.layers().stream().mapToLong(Report.Row::cycles).sum())
                .isEqualTo(report.totals().cycles());
        assertThat(HtmlReport.write(report)).contains("lenet5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"report-2", "run-1", "comparison-1", "mappings-1", "sweep-1"})
    void theStoredExampleOfAVersionFollowsItsSchema(String version) {
        assertThat(schema(version).validate(resource(version + ".json"), InputFormat.JSON))
                .as("a schema keeps to its version: what it refused or asked for when it was published stays")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "run-1, \"seconds\" : \\d, \"seconds\" : -1",
        "run-1, \"nodes\", \"knots\"",
        "comparison-1, \"kind\" : \"MEASURED\", \"kind\" : \"GUESSED\"",
        "comparison-1, \"ratios\", \"rations\"",
        "mappings-1, \"trips\" : \\d+, \"trips\" : -1",
        "mappings-1, \"level\" : \"rows\", \"level\" : \"stairs\"",
        "sweep-1, \"complete\" : true, \"complete\" : \"yes\"",
        "sweep-1, \"front\", \"back\""
    })
    void theOtherSchemasRefuseWhatIsNone(String version, String right, String wrong) {
        assertThat(schema(version).validate(resource(version + ".json").replaceFirst(right, wrong), InputFormat.JSON))
                .isNotEmpty();
    }

    @Test
    void runsOfEveryVersionStillOpen() {
        RunReport run = JsonReport.readRun(resource("run-1.json"));
        assertThat(run.network()).isEqualTo("lenet5");
        assertThat(run.layers().stream().mapToDouble(RunReport.Row::seconds).sum())
                .isCloseTo(run.totals().seconds(), Percentage.withPercentage(1e-6));
        assertThat(JsonReport.write(run)).isEqualTo(resource("run-1.json"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void aReportOfTheFirstVersionIsWrittenInEveryFormat(Format format) {
        assertThat(ReportFiles.text(JsonReport.read(resource("report-1.json")), format))
                .contains("lenet5");
    }

    @Test
    void aVersionThatIsNotKnownIsRefusedByName() {
        String later = resource("report-2.json").replace("toeplitz-report/2", "toeplitz-report/99");
        assertThatThrownBy(() -> JsonReport.read(later))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a report of schema 'toeplitz-report/99'; expected one of toeplitz-report/1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|not a report: it names no schema; expected one of toeplitz-report/1",
                "[]|not a report: it names no schema",
                "{\"schema\": \"toeplitz-report/99\"}|a report of schema 'toeplitz-report/99'; expected one of",
                "{\"schema\": \"toeplitz-report/2\"}|a report without its totals",
                "{\"schema\": \"toeplitz-run/1\"}|a report without its totals",
                "{|not a report: Unexpected end-of-input: expected close marker for Object; expected JSON that"
            })
    void whatIsMissingIsToldInWordsOfReports(String json, String message) {
        assertThatThrownBy(() -> JsonReport.readColumn(json))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void aFileThatIsNoReportIsRefusedWithItsName(@org.junit.jupiter.api.io.TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("other.json"), "[1, 2");
        assertThatThrownBy(() -> ReportFiles.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("other.json: not a report");
    }
}
