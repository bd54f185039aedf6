package dev.toeplitz.reports.measured;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.toeplitz.reports.csv.CsvReport;
import dev.toeplitz.reports.measured.RunReport.Row;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** One line a layer, units in the header. */
public final class RunCsv {
    private RunCsv() {}

    public static String write(RunReport report) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            csv.writeRecord(
                    "network",
                    "device",
                    "accelerator",
                    "index",
                    "layer",
                    "operators",
                    "kernels",
                    "seconds",
                    "flop",
                    "bytes",
                    "roof_seconds",
                    "roof_share",
                    "predicted_seconds");
            for (Row row : report.layers()) {
                csv.writeRecord(
                        CsvReport.text(report.network()),
                        CsvReport.text(report.device().name()),
                        CsvReport.text(report.accelerator()),
                        String.valueOf(row.index()),
                        CsvReport.text(row.name()),
                        row.operators(),
                        String.join("; ", row.kernels()),
                        String.valueOf(row.seconds()),
                        String.valueOf(row.flop()),
                        String.valueOf(row.bytes()),
                        String.valueOf(row.roofSeconds()),
                        String.valueOf(row.roofShare()),
                        row.predictedSeconds() == null ? "" : String.valueOf(row.predictedSeconds()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
