package dev.toeplitz.reports.terminal;

import dev.toeplitz.reports.model.Report;
import dev.toeplitz.reports.model.Report.Advice;
import dev.toeplitz.reports.model.Report.Row;
import dev.toeplitz.reports.model.Report.Totals;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The report in at most 100 columns of plain text: what it costs, what limits it, and a line a layer. */
public final class TerminalReport {
    /** Columns that every line stays within. */
    public static final int WIDTH = 100;

    private static final String LINE = "%4s  %-18s %-12s %7s %8s %7s %7s %9s %8s  %s";

    private TerminalReport() {}

    public static String write(Report report) {
        return write(report, UnaryOperator.identity());
    }

    /** @param heading what is done to the line of names: bold on a terminal, nothing elsewhere */
    public static String write(Report report, UnaryOperator<String> heading) {
        StringBuilder text = new StringBuilder();
        head(text, report);
        text.append('\n').append(heading.apply(header())).append('\n');
        report.layers().forEach(row -> text.append(line(row)).append('\n'));
        text.append(sum(report.totals())).append('\n');
        if (report.totals().fidelity().equals("timeline")) {
            text.append(TimelineLines.write(report));
        }
        text.append(CodedLines.tensors(report));
        int folded = report.network().folded().size();
        if (folded > 0) {
            line(
                    text,
                    "%d nodes of the file are no rows: they were computed while reading, or only name their input",
                    folded);
        }
        return text.toString();
    }

    private static void head(StringBuilder text, Report report) {
        Totals totals = report.totals();
        var machine = report.accelerator();
        line(text, "%s on %s (%s)", Clean.text(report.network().name(), 30), machine.name(), machine.title());
        line(
                text,
                "  %s PEs %s at %.0f MHz, peak %s MAC/s, DRAM %s GB/s, balanced at %.0f operations a byte",
                machine.array(),
                machine.dataflow(),
                machine.clockMegahertz(),
                Units.count(machine.peakMacsPerSecond()),
                Units.count(machine.dramGigabytesPerSecond()),
                machine.balanceOperationsPerByte());
        if (machine.im2col() != null) {
            line(
                    text,
                    "  im2col %s, maps in DRAM as %s%s",
                    machine.im2col().replace('_', ' '),
                    machine.layout(),
                    machine.fusesLayers() ? ", layers in a row as one where that saves bytes" : "");
        }
        line(
                text,
                "  %s MACs, %s parameters, %s peak activations",
                Units.count(totals.macs()),
                Units.count(report.network().parameters()),
                Units.bytes(totals.peakActivationBytes()));
        line(
                text,
                "  latency %s (%,d cycles, %s), %s inferences/s, utilization %s, DRAM %s",
                Units.seconds(totals.seconds()),
                totals.cycles(),
                totals.fidelity(),
                Units.count(totals.inferencesPerSecond()),
                Units.percent(totals.utilization()),
                Units.bytes(totals.dramBytes()));
        line(
                text,
                "  energy %s by the table of %s: %s",
                Units.energy(totals.energyPicojoules()),
                machine.energyTable(),
                energyShares(totals));
        line(text, "  bound by %s: %s", report.advice().limit(), report.advice().reason());
        line(text, "  twice: %s", twice(report.advice()));
        if (!totals.stallCycles().isEmpty()) {
            line(text, "  stalls: %s", shares(totals.stallCycles(), totals.cycles()));
        }
        text.append(CodedLines.sums(report));
    }

    private static void line(StringBuilder text, String format, Object... values) {
        String line = String.format(Locale.ROOT, format, values);
        text.append(line.length() <= WIDTH ? line : line.substring(0, WIDTH - 1) + "…")
                .append('\n');
    }

    /** What doubling each part gives, as {@code rows 1.02×}. */
    public static String twice(Advice advice) {
        return advice.speedupOfTwice().entrySet().stream()
                .map(each -> String.format(Locale.ROOT, "%s %.2f×", each.getKey(), each.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String shares(Map<String, Long> stalls, long cycles) {
        return stalls.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(each -> each.getKey() + " " + Units.percent(each.getValue() / (double) cycles))
                .collect(Collectors.joining(", "));
    }

    /** The shares of at least a percent, largest first. */
    private static String energyShares(Totals totals) {
        return totals.energyPicojoulesByLevel().entrySet().stream()
                .filter(each -> each.getValue() >= totals.energyPicojoules() / 100)
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .map(each -> each.getKey() + " " + Units.percent(each.getValue() / totals.energyPicojoules()))
                .collect(Collectors.joining(", "));
    }

    private static String header() {
        return LINE.formatted("#", "layer", "operators", "MACs", "time", "cycles", "util", "DRAM", "energy", "bound by")
                .stripTrailing();
    }

    private static String line(Row row) {
        return LINE.formatted(
                        row.index(),
                        Clean.text(row.name(), 18),
                        Clean.text(row.operators(), 12),
                        row.macs() == 0 ? "-" : Units.count(row.macs()),
                        row.cycles() == 0 ? "-" : Units.seconds(row.seconds()),
                        Units.count(row.cycles()),
                        row.macs() == 0 ? "-" : Units.percent(row.utilization()),
                        Units.bytes(row.dramBytes()),
                        Units.energy(row.energyPicojoules()),
                        shortLimit(row.advice().limit()))
                .stripTrailing();
    }

    private static String shortLimit(String limit) {
        return switch (limit) {
            case "the array" -> "array";
            case "the vector unit" -> "vector";
            case "DRAM bandwidth, for inputs" -> "inputs";
            case "DRAM bandwidth, for weights" -> "weights";
            case "DRAM bandwidth, for results" -> "results";
            case "DRAM bandwidth, for the Toeplitz matrix" -> "im2col";
            case "a buffer's port" -> "port";
            case "a buffer's banks" -> "banks";
            case "moving data" -> "moves";
            case "nothing: no byte moves" -> "-";
            default -> "latency";
        };
    }

    private static String sum(Totals totals) {
        return LINE.formatted(
                        "",
                        "total",
                        "",
                        Units.count(totals.macs()),
                        Units.seconds(totals.seconds()),
                        Units.count(totals.cycles()),
                        Units.percent(totals.utilization()),
                        Units.bytes(totals.dramBytes()),
                        Units.energy(totals.energyPicojoules()),
                        "")
                .stripTrailing();
    }
}
