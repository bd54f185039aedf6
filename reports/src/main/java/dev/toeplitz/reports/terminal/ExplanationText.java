package dev.toeplitz.reports.terminal;

import dev.toeplitz.sim.cost.Counted;
import dev.toeplitz.sim.cost.Explanation;
import java.util.List;
import java.util.Locale;

/** Explanations as an indented tree: value, unit, and the formula or source behind it. */
public final class ExplanationText {
    private ExplanationText() {}

    public static String write(List<Explanation> figures) {
        StringBuilder text = new StringBuilder();
        figures.forEach(figure -> append(text, figure, 1));
        return text.toString();
    }

    private static void append(StringBuilder text, Explanation figure, int depth) {
        text.append("  ".repeat(depth))
                .append(figure.name())
                .append(" = ")
                .append(number(figure.value()))
                .append(figure.unit().isEmpty() ? "" : " " + Counted.unit(figure.value(), figure.unit()))
                .append(figure.formula().isEmpty() ? "" : "   [" + figure.formula() + "]")
                .append('\n');
        figure.parts().forEach(part -> append(text, part, depth + 1));
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.format(Locale.ROOT, "%,d", (long) value)
                : String.format(Locale.ROOT, "%.6g", value);
    }
}
