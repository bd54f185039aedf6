package dev.toeplitz.reports.drawing;

import dev.toeplitz.reports.model.Report;
import dev.toeplitz.reports.model.Report.Row;
import dev.toeplitz.reports.terminal.Clean;
import dev.toeplitz.reports.terminal.Units;

/** The network in the language of Graphviz, to be laid out there. */
public final class DotDrawing {
    private static final int MOST = 60;

    private DotDrawing() {}

    public static String write(Report report) {
        StringBuilder text =
                new StringBuilder("digraph " + quoted(report.network().name()) + " {\n  rankdir=LR;\n"
                        + "  node [shape=box, style=\"rounded,filled\", fontname=\"sans-serif\", fontsize=10];\n");
        for (int i = 0; i < report.network().inputs().size(); i++) {
            text.append("  i%d [label=%s, fillcolor=\"white\"];\n"
                    .formatted(i, quoted(report.network().inputs().get(i))));
        }
        Shades shades = Shades.ofCycles(report);
        for (Row row : report.layers()) {
            text.append("  n%d [label=%s, fillcolor=\"%s\", fontcolor=\"%s\"];\n"
                    .formatted(
                            row.index(),
                            quoted(row.name() + "\n" + row.operators() + "\n" + Units.count(row.cycles()) + " cycles"),
                            shades.fill(row),
                            shades.ink(row)));
        }
        for (Row row : report.layers()) {
            row.reads()
                    .forEach(source -> text.append(
                            "  %s -> n%d;\n".formatted(source < 0 ? "i" + (-1 - source) : "n" + source, row.index())));
        }
        return text.append("}\n").toString();
    }

    /** A string of that language: quotes and backslashes escaped, lines apart. */
    private static String quoted(String label) {
        StringBuilder lines = new StringBuilder("\"");
        for (String line : label.split("\n")) {
            lines.append(lines.length() > 1 ? "\\n" : "")
                    .append(Clean.text(line, MOST).replace("\\", "\\\\").replace("\"", "\\\""));
        }
        return lines.append('"').toString();
    }
}
