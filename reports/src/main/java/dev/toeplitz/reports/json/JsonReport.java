package dev.toeplitz.reports.json;

import dev.toeplitz.reports.measured.RunReport;
import dev.toeplitz.reports.model.Comparison;
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
            Report report = MAPPER.readValue(json, Report.class);
            if (!Report.READABLE.contains(report.schema())) {
                throw new InputException(
                        "a report of schema '%s'".formatted(report.schema()),
                        "one of " + String.join(", ", Report.READABLE),
                        "write it again with this version, or read it with the version that wrote it");
            }
            return report;
        } catch (JacksonException e) {
            throw new InputException(
                    "not a report: " + e.getOriginalMessage(), Report.SCHEMA, "write it again with this version", e);
        }
    }

    /** A run on a device, with the same rules. */
    public static String write(RunReport run) {
        return MAPPER.writeValueAsString(run) + "\n";
    }

    /** A comparison, with the same rules. */
    public static String write(Comparison comparison) {
        return MAPPER.writeValueAsString(comparison) + "\n";
    }
}
