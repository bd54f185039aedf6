package dev.toeplitz.reports.summary;

import dev.toeplitz.reports.model.Report;
import dev.toeplitz.reports.model.Report.Row;
import dev.toeplitz.reports.model.Report.Totals;
import dev.toeplitz.reports.terminal.Clean;
import dev.toeplitz.reports.terminal.Units;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a report says, in sentences that a reader who knows none of its terms can follow. Every figure is the report's. */
public final class Summary {
    /** Below this, doubling a part is not worth naming. */
    private static final double WORTH_NAMING = 1.05;

    private static final int SLOWEST = 3;

    private final Report report;
    private final Totals totals;

    private Summary(Report report) {
        this.report = report;
        this.totals = report.totals();
    }

    public static List<String> of(Report report) {
        Summary summary = new Summary(report);
        List<String> sentences = new ArrayList<>();
        sentences.add(summary.time());
        sentences.add(summary.limit());
        if (report.totals().cycles() > 0) {
            sentences.add(summary.slowest());
            sentences.add(summary.waiting());
        }
        if (report.totals().dramBytes() > 0) {
            sentences.add(summary.traffic());
        }
        sentences.add(summary.memory());
        sentences.add(summary.change());
        return sentences;
    }

    private String time() {
        return "%s takes %s a run on %s, which is %s inferences a second; its PEs do %s of the MACs they could do in that time."
                .formatted(
                        name(report.network().name()),
                        Units.seconds(totals.seconds()),
                        report.accelerator().name(),
                        Units.count(totals.inferencesPerSecond()),
                        Units.percent(totals.utilization()));
    }

    private String limit() {
        return "It is bound by %s: %s."
                .formatted(report.advice().limit(), report.advice().reason());
    }

    private String slowest() {
        List<Row> slow = report.layers().stream()
                .filter(row -> row.cycles() > 0)
                .sorted(Comparator.comparingLong(Row::cycles).reversed())
                .limit(SLOWEST)
                .toList();
        long sum = slow.stream().mapToLong(Row::cycles).sum();
        return "Most time goes to %s: %s of all cycles."
                .formatted(
                        slow.stream().map(row -> name(row.name())).collect(Collectors.joining(", ")),
                        share(sum, totals.cycles()));
    }

    private String waiting() {
        return largest(totals.stallCycles())
                .map(stall -> "Work goes on in %s of the cycles; the longest wait is for %s, %s."
                        .formatted(
                                share(totals.busyCycles(), totals.cycles()),
                                stall.getKey(),
                                share(stall.getValue(), totals.cycles())))
                .orElse("Work goes on in every cycle; nothing waits.");
    }

    private String traffic() {
        Map.Entry<String, Long> most = largest(totals.dramBytesByStream()).orElseThrow();
        return "A run moves %s between chip and DRAM, most of it for %s, %s."
                .formatted(Units.bytes(totals.dramBytes()), most.getKey(), share(most.getValue(), totals.dramBytes()));
    }

    private String memory() {
        return "At most %s of activations are held at once; the weights are %s parameters."
                .formatted(
                        Units.bytes(totals.peakActivationBytes()),
                        Units.count(report.network().parameters()));
    }

    private String change() {
        return report.advice().speedupOfTwice().entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .filter(best -> best.getValue() > WORTH_NAMING)
                .map(best -> String.format(
                        Locale.ROOT,
                        "Change first: %s; twice of it makes the network %.2f× as fast.",
                        best.getKey(),
                        best.getValue()))
                .orElse("No single part, doubled, makes it more than 5 % faster.");
    }

    private static Optional<Map.Entry<String, Long>> largest(Map<String, Long> amounts) {
        return amounts.entrySet().stream().max(Map.Entry.comparingByValue());
    }

    private static String share(long part, long whole) {
        return Units.percent(part / (double) whole);
    }

    private static String name(String text) {
        return Clean.text(text, 40);
    }
}
