package dev.toeplitz.reports.scoreboard;

import dev.toeplitz.sim.scoreboard.Comparison;
import dev.toeplitz.sim.scoreboard.Scoreboard;
import dev.toeplitz.sim.scoreboard.Summary;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A line for each metric of each group, then every case, then why what is missed is missed. */
public final class ScoreboardText {
    private static final String SUMMARY = "%-14s %-20s %6s %9s %7s %11s %11s  %s%n";
    private static final String CASE = "  %-52s %-19s %14s %14s %9s %8s  %s%n";

    private ScoreboardText() {}

    /**
     * @param everything also the cases of groups that are met to the last digit, which are many
     */
    public static String write(Scoreboard board, boolean everything) {
        StringBuilder text = new StringBuilder();
        add(text, SUMMARY, "group", "metric", "cases", "modelled", "within", "mean |err|", "mean err", "worst");
        for (Summary each : board.summaries()) {
            add(
                    text,
                    SUMMARY,
                    each.group(),
                    each.metric(),
                    each.cases(),
                    each.modelled(),
                    each.within(),
                    Figures.signed(each.meanAbsoluteError()).replace("+", ""),
                    Figures.signed(each.meanError()),
                    each.worst()
                            .map(worst -> Figures.error(worst) + "  " + worst.subject())
                            .orElse("-"));
        }
        for (String group : groups(board)) {
            List<Comparison> cases = board.comparisons().stream()
                    .filter(each -> each.group().equals(group))
                    .toList();
            if (everything || cases.stream().anyMatch(each -> !each.within() || each.bound() > 0.001)) {
                cases(text, group, cases);
            }
        }
        return text.toString();
    }

    private static Set<String> groups(Scoreboard board) {
        Set<String> groups = new LinkedHashSet<>();
        board.comparisons().forEach(each -> groups.add(each.group()));
        return groups;
    }

    private static void cases(StringBuilder text, String group, List<Comparison> cases) {
        add(text, "%n%s (%s)%n", group, cases.getFirst().kind());
        add(text, CASE, "case", "metric", "reference", "ours", "error", "bound", "");
        Set<String> causes = new LinkedHashSet<>();
        for (Comparison each : cases) {
            each.why().ifPresent(causes::add);
            add(
                    text,
                    CASE,
                    shorten(each.subject()),
                    each.metric(),
                    Figures.number(each.reference()) + " " + each.unit(),
                    Figures.ours(each),
                    Figures.error(each),
                    Figures.bound(each.bound()),
                    Figures.verdict(each));
        }
        causes.forEach(cause -> add(text, "  why: %s%n", cause));
    }

    private static String shorten(String subject) {
        return subject.length() <= 52 ? subject : subject.substring(0, 51) + "…";
    }

    private static void add(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values));
    }
}
