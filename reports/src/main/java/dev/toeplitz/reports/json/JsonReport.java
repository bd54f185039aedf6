package dev.toeplitz.reports.json;

import dev.toeplitz.reports.measured.RunColumn;
import dev.toeplitz.reports.measured.RunReport;
import dev.toeplitz.reports.model.Column;
import dev.toeplitz.reports.model.Comparison;
import dev.toeplitz.reports.model.Mappings;
import dev.toeplitz.reports.model.Report;
import dev.toeplitz.terms.InputException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes a report as JSON and reads it back. The keys are the record's components. */
public final class JsonReport {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            // Figures that an earlier version lacks are 0.
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    private JsonReport() {}

    public static String write(Report report) {
        return MAPPER.writeValueAsString(report) + "\n";
    }

    /** Without line breaks, for embedding. */
    public static String writeCompact(Report report) {
        return MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(report);
    }

    /** The report behind JSON text, of this version or an earlier one, whose missing figures are then absent. */
    public static Report read(String json) {
        try {
            requireReadable(schema(json));
            Report report = MAPPER.readValue(json, Report.class);
            complete(report.network() != null
                    && report.accelerator() != null
                    && report.totals() != null
                    && report.advice() != null);
            return report;
        } catch (JacksonException e) {
            complete(!(e.getCause() instanceof NullPointerException)); // of a list that is not there
            throw new InputException("not a report: " + words(e), Report.SCHEMA, "write it again with this version", e);
        }
    }

    /** Before anything else is read: what another version calls a figure is not to be told as a mistake. */
    private static void requireReadable(String schema) {
        if (!Report.READABLE.contains(schema)) {
            throw new InputException(
                    schema.isEmpty() ? "not a report: it names no schema" : "a report of schema '%s'".formatted(schema),
                    "one of " + String.join(", ", Report.READABLE),
                    "write it again with this version, or read it with the version that wrote it");
        }
    }

    /** Where a part begins that does not end is left out: the parser was told not to quote its source. */
    private static String words(JacksonException e) {
        return e.getOriginalMessage().replaceFirst(" \\(start marker at .*\\)$", "");
    }

    /** The run behind JSON text that {@code toeplitz run --report} wrote. */
    public static RunReport readRun(String json) {
        try {
            RunReport run = MAPPER.readValue(json, RunReport.class);
            if (!RunReport.SCHEMA.equals(run.schema())) {
                throw new InputException(
                        "a run report of schema '%s'".formatted(run.schema()),
                        RunReport.SCHEMA,
                        "write it again with this version, or read it with the version that wrote it");
            }
            complete(run.network() != null
                    && run.device() != null
                    && run.totals() != null
                    && !run.layers().isEmpty()
                    && run.layers().stream().allMatch(RunReport.Row::hasNodesAndTime));
            return run;
        } catch (JacksonException e) {
            complete(!(e.getCause() instanceof NullPointerException));
            throw new InputException(
                    "not a run report: " + words(e),
                    RunReport.SCHEMA,
                    "write it again with `toeplitz run --report FILE.json`",
                    e);
        }
    }

    /** What a comparison can hold: a report, or the report of a run. */
    public static Column readColumn(String json) {
        return schema(json).startsWith("toeplitz-run/") ? RunColumn.of(readRun(json)) : Column.of(read(json));
    }

    private static String schema(String json) {
        try {
            return MAPPER.readTree(json).path("schema").asString("");
        } catch (JacksonException e) {
            throw new InputException(
                    "not a report: " + words(e),
                    "JSON that `toeplitz report` or `toeplitz run --report` wrote",
                    "write it again with this version",
                    e);
        }
    }

    private static void complete(boolean isComplete) {
        if (!isComplete) {
            throw new InputException(
                    "a report without its totals, or with a layer that lacks its nodes or time",
                    "all that the schema asks for",
                    "write it again with this version");
        }
    }

    /** A run on a device, with the same rules. */
    public static String write(RunReport run) {
        return MAPPER.writeValueAsString(run) + "\n";
    }

    /** Mappings, with the same rules. */
    public static String write(Mappings mappings) {
        return MAPPER.writeValueAsString(mappings) + "\n";
    }

    /** A comparison, with the same rules. */
    public static String write(Comparison comparison) {
        return MAPPER.writeValueAsString(comparison) + "\n";
    }
}
