package dev.toeplitz.reports.terminal;

import dev.toeplitz.reports.model.Comparison;
import dev.toeplitz.reports.model.Comparison.Kind;
import dev.toeplitz.reports.model.Comparison.Line;
import dev.toeplitz.reports.model.Comparison.Subject;
import dev.toeplitz.reports.model.Comparison.Unit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * A comparison in 100 columns: up to four reports side by side, more of them below each other. The best of a line has a
 * star; what follows a figure is its ratio to the first report's.
 */
public final class ComparisonText {
    private static final int MOST_BESIDE = 4;
    private static final int MOST_LAYERS = 15;
    private static final int MOST_FIGURES_BELOW = 5;
    private static final int LABEL = 20;

    private final Comparison comparison;
    private final UnaryOperator<String> emphasis;
    private final int cell;

    private ComparisonText(Comparison comparison, UnaryOperator<String> emphasis) {
        this.comparison = comparison;
        this.emphasis = emphasis;
        this.cell = (TerminalReport.WIDTH - LABEL)
                / Math.max(1, Math.min(MOST_BESIDE, subjects().size()));
    }

    /** @param emphasis what is done to the best figure's text: colour on a terminal, nothing elsewhere */
    public static String write(Comparison comparison, UnaryOperator<String> emphasis) {
        ComparisonText text = new ComparisonText(comparison, emphasis);
        return comparison.subjects().size() <= MOST_BESIDE ? text.beside() : text.below();
    }

    private List<Subject> subjects() {
        return comparison.subjects();
    }

    private String beside() {
        StringBuilder text = new StringBuilder();
        heads(text, subjects().stream().map(Subject::network).toList());
        heads(
                text,
                subjects().stream()
                        .map(subject -> "on " + subject.accelerator())
                        .toList());
        heads(
                text,
                subjects().stream()
                        .map(subject -> subject.kind() == Kind.MEASURED ? "measured" : "by " + subject.boundBy())
                        .toList());
        comparison.figures().forEach(line -> line(text, line));
        if (subjects().stream().anyMatch(subject -> subject.kind() == Kind.MEASURED)) {
            text.append("\nlayers, time\n");
            comparison.layers().forEach(line -> line(text, line));
            return text.toString();
        }
        List<Line> apart = comparison.layers().stream()
                .filter(Line::differs)
                .sorted(Comparator.comparingDouble(ComparisonText::spread).reversed())
                .limit(MOST_LAYERS)
                .toList();
        if (!apart.isEmpty()) {
            text.append("\nlayers that differ most, time\n");
            apart.forEach(line -> line(text, line));
        }
        return text.toString();
    }

    private static double spread(Line line) {
        double most = line.values().stream()
                .filter(v -> v != null)
                .mapToDouble(v -> v)
                .max()
                .orElse(0);
        double least = line.values().stream()
                .filter(v -> v != null)
                .mapToDouble(v -> v)
                .min()
                .orElse(0);
        return most - least;
    }

    private void heads(StringBuilder text, List<String> heads) {
        StringBuilder line = new StringBuilder(" ".repeat(LABEL));
        heads.forEach(head -> line.append(left(Clean.text(head, cell - 2), cell)));
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private void line(StringBuilder text, Line line) {
        StringBuilder cells = new StringBuilder(left(Clean.text(line.name(), LABEL - 1), LABEL));
        for (int i = 0; i < subjects().size(); i++) {
            String plain = left(figure(line, i), cell);
            cells.append(line.isBest(i) ? emphasis.apply(plain) : plain);
        }
        text.append(cells.toString().stripTrailing()).append('\n');
    }

    private static String figure(Line line, int subject) {
        Double value = line.values().get(subject);
        if (value == null) {
            return "-";
        }
        Double ratio = subject == 0 ? null : line.ratio(subject);
        return written(line.unit(), value)
                + (line.isBest(subject) ? " *" : "")
                + (ratio == null || !line.differs() ? "" : String.format(Locale.ROOT, "  %.2f×", ratio));
    }

    /** A value in its unit. */
    public static String written(Unit unit, double value) {
        return switch (unit) {
            case COUNT -> Units.count(value);
            case BYTES -> Units.bytes(value);
            case SECONDS -> Units.seconds(value);
            case PICOJOULES -> Units.energy(value);
            case SHARE -> Units.percent(value);
            case RATIO -> String.format(Locale.ROOT, "%.2f×", value);
        };
    }

    private static String left(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.codePointCount(0, text.length())));
    }

    private String below() {
        StringBuilder text = new StringBuilder();
        List<Line> figures =
                comparison.figures().stream().limit(MOST_FIGURES_BELOW).toList();
        StringBuilder head = new StringBuilder(left("network", 22)).append(left("on", 18));
        figures.forEach(line -> head.append("%12s".formatted(Clean.text(line.name(), 11))));
        text.append(head).append('\n');
        for (int i = 0; i < subjects().size(); i++) {
            StringBuilder row =
                    new StringBuilder(left(Clean.text(subjects().get(i).network(), 21), 22));
            row.append(left(Clean.text(subjects().get(i).accelerator(), 17), 18));
            for (Line line : figures) {
                Double value = line.values().get(i);
                String figure = value == null ? "-" : written(line.unit(), value);
                String plain = "%12s".formatted(figure + (line.isBest(i) ? " *" : ""));
                row.append(line.isBest(i) ? emphasis.apply(plain) : plain);
            }
            text.append(row).append('\n');
        }
        return text.toString();
    }
}
