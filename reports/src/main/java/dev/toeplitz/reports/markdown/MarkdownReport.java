package dev.toeplitz.reports.markdown;

import dev.toeplitz.reports.model.Report;
import dev.toeplitz.reports.model.Report.Row;
import dev.toeplitz.reports.summary.Summary;
import dev.toeplitz.reports.terminal.Units;
import java.util.Comparator;
import java.util.List;

/** The summary, the slowest layers, and all layers folded away. */
public final class MarkdownReport {
    private static final int SLOWEST = 10;
    private static final String HEADER = """
        | # | layer | operators | MACs | cycles | time | utilization | DRAM | bound by |
        | ---: | --- | --- | ---: | ---: | ---: | ---: | ---: | --- |
        """;

    private MarkdownReport() {}

    public static String write(Report report) {
        StringBuilder text = new StringBuilder("## %s on %s\n\n"
                .formatted(
                        Escaped.text(report.network().name()),
                        Escaped.text(report.accelerator().name())));
        Summary.of(report)
                .forEach(sentence ->
                        text.append("- ").append(Escaped.text(sentence, 1000)).append('\n'));
        List<Row> slowest = report.layers().stream()
                .sorted(Comparator.comparingLong(Row::cycles).reversed())
                .limit(SLOWEST)
                .toList();
        text.append("\nThe slowest layers:\n\n").append(HEADER);
        slowest.forEach(row -> text.append(line(row)));
        text.append("\n<details><summary>all %d layers</summary>\n\n"
                        .formatted(report.layers().size()))
                .append(HEADER);
        report.layers().forEach(row -> text.append(line(row)));
        return text.append("\n</details>\n").toString();
    }

    private static String line(Row row) {
        return "| %d | %s | %s | %s | %,d | %s | %s | %s | %s |\n"
                .formatted(
                        row.index(),
                        Escaped.text(row.name()),
                        Escaped.text(row.operators()),
                        Units.count(row.macs()),
                        row.cycles(),
                        Units.seconds(row.seconds()),
                        row.macs() == 0 ? "–" : Units.percent(row.utilization()),
                        Units.bytes(row.dramBytes()),
                        row.advice().limit());
    }
}
