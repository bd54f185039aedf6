package dev.toeplitz.reports.markdown;

import dev.toeplitz.reports.model.Comparison;
import dev.toeplitz.reports.model.Comparison.Kind;
import dev.toeplitz.reports.model.Comparison.Line;
import dev.toeplitz.reports.terminal.ComparisonText;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A comparison as a table; the best of a line is bold, and what follows a figure is its ratio to the first column. */
public final class MarkdownComparison {
    private MarkdownComparison() {}

    public static String write(Comparison comparison) {
        String columns = comparison.subjects().stream()
                .map(subject ->
                        " %s on %s |".formatted(Escaped.text(subject.network()), Escaped.text(subject.accelerator())))
                .collect(Collectors.joining());
        String limits = comparison.subjects().stream()
                .map(subject -> " %s |"
                        .formatted(subject.kind() == Kind.MEASURED ? "measured" : Escaped.text(subject.boundBy())))
                .collect(Collectors.joining());
        StringBuilder text = new StringBuilder("| |" + columns + "\n| --- |"
                + " ---: |".repeat(comparison.subjects().size()) + "\n| bound by |" + limits + "\n");
        comparison.figures().forEach(line -> text.append(row(line)));
        List<Line> layers = layers(comparison);
        if (!layers.isEmpty()) {
            text.append("\n<details><summary>%s, time</summary>\n\n| layer |".formatted(title(comparison)) + columns
                    + "\n| --- |" + " ---: |".repeat(comparison.subjects().size()) + "\n");
            layers.forEach(line -> text.append(row(line)));
            text.append("\n</details>\n");
        }
        return text.toString();
    }

    private static boolean isMeasured(Comparison comparison) {
        return comparison.subjects().stream().anyMatch(subject -> subject.kind() == Kind.MEASURED);
    }

    /** Of predictions alone those that differ; a measurement is wanted layer by layer. */
    private static List<Line> layers(Comparison comparison) {
        return isMeasured(comparison)
                ? comparison.layers()
                : comparison.layers().stream().filter(Line::differs).toList();
    }

    private static String title(Comparison comparison) {
        return isMeasured(comparison) ? "layers" : "layers that differ";
    }

    private static String row(Line line) {
        return "| %s |".formatted(Escaped.text(line.name()))
                + IntStream.range(0, line.values().size())
                        .mapToObj(i -> " " + cell(line, i) + " |")
                        .collect(Collectors.joining())
                + "\n";
    }

    private static String cell(Line line, int subject) {
        Double value = line.values().get(subject);
        if (value == null) {
            return "–";
        }
        String text = ComparisonText.written(line.unit(), value);
        Double ratio = line.ratio(subject);
        return (line.isBest(subject) ? "**" + text + "**" : text)
                + (subject == 0 || ratio == null || !line.differs()
                        ? ""
                        : String.format(Locale.ROOT, " (%.2f×)", ratio));
    }
}
