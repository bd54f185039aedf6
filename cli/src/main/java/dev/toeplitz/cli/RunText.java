package dev.toeplitz.cli;

import dev.toeplitz.reports.measured.RunReport;
import dev.toeplitz.reports.measured.RunReport.Row;
import dev.toeplitz.reports.terminal.Clean;
import dev.toeplitz.reports.terminal.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A run as a table. */
final class RunText {
    private RunText() {}

    /** @param heading what is done to the line of names */
    static String write(RunReport report, UnaryOperator<String> heading) {
        boolean predicted = !report.accelerator().isEmpty();
        List<String> heads = new ArrayList<>(List.of("layer", "operators", ">time", ">GFLOP/s", ">bytes", ">of roof"));
        if (predicted) {
            heads.add(">" + Clean.text(report.accelerator(), 16));
        }
        Table table = new Table(heads.toArray(String[]::new));
        for (Row row : report.layers()) {
            if (row.seconds() > 0) {
                table.row((Object[]) cells(row, predicted));
            }
        }
        return table.write(heading) + total(report);
    }

    private static String[] cells(Row row, boolean predicted) {
        List<String> cells = new ArrayList<>(List.of(
                Clean.text(row.name(), 28),
                Clean.text(row.operators(), 28),
                Units.seconds(row.seconds()),
                row.flop() == 0 ? "-" : "%.1f".formatted(row.flop() / row.seconds() / 1e9),
                Units.bytes(row.bytes()),
                "%.0f %%".formatted(100 * row.roofShare())));
        if (predicted) {
            cells.add(Units.seconds(row.predictedSeconds()));
        }
        return cells.toArray(String[]::new);
    }

    private static String total(RunReport report) {
        RunReport.Totals totals = report.totals();
        String prediction = totals.predictedSeconds() == null
                ? ""
                : "; predicted on %s: %s"
                        .formatted(Clean.text(report.accelerator(), 40), Units.seconds(totals.predictedSeconds()));
        return "total %s on the device, %.0f %% of its roofs (%.0f GFLOP/s, %.1f GB/s, measured)%s%n"
                .formatted(
                        Units.seconds(totals.seconds()),
                        100 * totals.roofShare(),
                        report.device().peakFlopPerSecond() / 1e9,
                        report.device().peakBytesPerSecond() / 1e9,
                        prediction);
    }
}
