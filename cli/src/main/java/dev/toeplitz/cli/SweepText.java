package dev.toeplitz.cli;

import dev.toeplitz.reports.terminal.Units;
import dev.toeplitz.sweep.engine.Findings;
import dev.toeplitz.sweep.engine.Study;
import dev.toeplitz.sweep.report.Influence;
import dev.toeplitz.sweep.space.Objective;
import dev.toeplitz.sweep.space.Outcome.Evaluated;
import dev.toeplitz.sweep.space.Parameter;
import dev.toeplitz.sweep.space.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What a sweep found, as text. */
final class SweepText {
    private static final int MOST_ROWS = 40;

    private SweepText() {}

    /** @param heading what is done to a table's line of names */
    static String write(Study study, Findings findings, UnaryOperator<String> heading) {
        Space space = study.space();
        StringBuilder text = new StringBuilder();
        text.append("%s: %s; %,d of %,d designs, %,d simulated, %,d refused, %s; %s%n"
                .formatted(
                        String.join(", ", study.networkNames()),
                        findings.strategy(),
                        findings.evaluated() + findings.refusals(),
                        space.size(),
                        findings.evaluated(),
                        findings.refusals(),
                        findings.known() == 0 ? "all new" : "%,d known from before".formatted(findings.known()),
                        pace(findings)));
        if (!findings.complete()) {
            text.append("ended early: the front is that of the designs that were done\n");
        }
        if (!findings.refused().isEmpty()) {
            text.append('\n').append(refusals(findings).write(heading));
        }
        return findings.front().isEmpty()
                ? text.append("\nNo design is left: every one was refused.\n").toString()
                : text.append('\n').append(front(space, findings, heading)).toString();
    }

    private static String pace(Findings findings) {
        return String.format(
                Locale.ROOT,
                "%.1f s, %s designs a second",
                findings.seconds(),
                Units.count((findings.evaluated() + findings.refusals() - findings.known())
                        / Math.max(findings.seconds(), 1e-9)));
    }

    private static Table refusals(Findings findings) {
        Table table = new Table(">refused", "because");
        findings.refused().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(each -> table.row("%,d".formatted(each.getValue()), each.getKey()));
        return table;
    }

    private static String front(Space space, Findings findings, UnaryOperator<String> heading) {
        List<String> header = new ArrayList<>(List.of(">design"));
        space.objectives().forEach(each -> header.add(">" + each.word()));
        space.parameters().stream().map(Parameter::path).forEach(path -> header.add(">" + path));
        Table table = new Table(header.toArray(String[]::new));
        List<Evaluated> shown = findings.front().stream().limit(MOST_ROWS).toList();
        for (Evaluated each : shown) {
            List<String> row = new ArrayList<>(List.of(String.valueOf(each.id())));
            for (int i = 0; i < each.objectives().size(); i++) {
                row.add(figure(space.objectives().get(i), each.objectives().get(i)));
            }
            row.addAll(space.values(each.id()).values());
            table.row(row.toArray());
        }
        int rest = findings.front().size() - shown.size();
        return "Pareto front: %,d designs%n%s%s"
                .formatted(
                        findings.front().size(),
                        table.write(heading),
                        rest == 0 ? "" : "… and %,d more%n".formatted(rest));
    }

    /** The share of each objective's variance that a parameter alone explains. */
    static String influence(Influence influence, UnaryOperator<String> heading) {
        if (influence.parameters().isEmpty()) {
            return "";
        }
        List<String> header = new ArrayList<>(List.of("influence"));
        influence.objectives().forEach(each -> header.add(">" + each));
        Table table = new Table(header.toArray(String[]::new));
        for (int i = 0; i < influence.parameters().size(); i++) {
            List<String> row = new ArrayList<>(List.of(influence.parameters().get(i)));
            influence.shares().get(i).forEach(each -> row.add(Units.percent(each)));
            table.row(row.toArray());
        }
        return "\n" + table.write(heading);
    }

    static String figure(Objective objective, double value) {
        return switch (objective) {
            case LATENCY -> Units.seconds(value);
            case ENERGY -> Units.energy(value * 1e12);
            case BUFFER_BYTES -> Units.bytes(value);
            case PES, DSP, BLOCK_RAM -> "%,.0f".formatted(value);
            case EDP -> String.format(Locale.ROOT, "%.3g %s", value, objective.unit());
            case THROUGHPUT_PER_WATT, THROUGHPUT_PER_DSP -> String.format(Locale.ROOT, "%.3f", value);
        };
    }
}
