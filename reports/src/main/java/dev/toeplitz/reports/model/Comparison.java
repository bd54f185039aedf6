package dev.toeplitz.reports.model;

import dev.toeplitz.reports.model.Report.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Reports side by side, the first being the one that the others are held against.
 *
 * @param figures of the whole networks
 * @param layers time of layers, joined by name; empty unless two reports share a layer
 */
public record Comparison(String schema, List<Subject> subjects, List<Line> figures, List<Line> layers) {
    public static final String SCHEMA = "toeplitz-comparison/1";

    public Comparison {
        subjects = List.copyOf(subjects);
        figures = List.copyOf(figures);
        layers = List.copyOf(layers);
    }

    /** A column. */
    public record Subject(String network, String accelerator, String boundBy) {}

    /** Whether less or more of a figure is better, or neither. */
    public enum Better {
        LESS,
        MORE,
        NEITHER
    }

    /** How a figure is written. */
    public enum Unit {
        COUNT,
        BYTES,
        SECONDS,
        PICOJOULES,
        SHARE
    }

    /** One figure of each subject; absent where a subject lacks it. */
    public record Line(String name, Unit unit, Better better, List<Double> values) {
        public Line {
            values = Collections.unmodifiableList(new ArrayList<>(values));
        }

        /** Whether the subjects differ. */
        public boolean differs() {
            return values.stream().distinct().count() > 1;
        }

        /** Whether this subject's value is the best, where there is a best. */
        public boolean isBest(int subject) {
            Double value = values.get(subject);
            return better != Better.NEITHER
                    && differs()
                    && value != null
                    && values.stream()
                            .allMatch(other ->
                                    other == null || (better == Better.LESS ? value <= other : value >= other));
        }

        /** This subject's value by the first's; absent where there is none. */
        public Double ratio(int subject) {
            Double first = values.getFirst();
            Double value = values.get(subject);
            return first == null || value == null || first == 0 ? null : value / first;
        }
    }

    public static Comparison of(List<Report> reports) {
        List<Line> figures = new ArrayList<>(List.of(
                line(
                        "latency",
                        Unit.SECONDS,
                        Better.LESS,
                        reports,
                        r -> r.totals().seconds()),
                line(
                        "inferences/s",
                        Unit.COUNT,
                        Better.MORE,
                        reports,
                        r -> r.totals().inferencesPerSecond()),
                line(
                        "utilization",
                        Unit.SHARE,
                        Better.MORE,
                        reports,
                        r -> r.totals().utilization()),
                line(
                        "DRAM bytes",
                        Unit.BYTES,
                        Better.LESS,
                        reports,
                        r -> r.totals().dramBytes()),
                line(
                        "peak activations",
                        Unit.BYTES,
                        Better.LESS,
                        reports,
                        r -> r.totals().peakActivationBytes()),
                line(
                        "MACs",
                        Unit.COUNT,
                        Better.NEITHER,
                        reports,
                        r -> r.totals().macs()),
                line(
                        "parameters",
                        Unit.COUNT,
                        Better.NEITHER,
                        reports,
                        r -> r.network().parameters()),
                line(
                        "cycles",
                        Unit.COUNT,
                        Better.NEITHER,
                        reports,
                        r -> r.totals().cycles()),
                line(
                        "busy cycles",
                        Unit.COUNT,
                        Better.NEITHER,
                        reports,
                        r -> r.totals().busyCycles())));
        Set<String> causes = new LinkedHashSet<>();
        reports.forEach(report -> causes.addAll(report.totals().stallCycles().keySet()));
        for (String cause : causes) {
            figures.add(line(
                    "stall: " + cause,
                    Unit.COUNT,
                    Better.LESS,
                    reports,
                    r -> r.totals().stallCycles().getOrDefault(cause, 0L)));
        }
        return new Comparison(
                SCHEMA,
                reports.stream()
                        .map(r -> new Subject(
                                r.network().name(),
                                r.accelerator().name(),
                                r.advice().limit()))
                        .toList(),
                figures,
                layers(reports));
    }

    private static Line line(
            String name, Unit unit, Better better, List<Report> reports, Function<Report, Number> figure) {
        return new Line(
                name,
                unit,
                better,
                reports.stream().map(figure).map(Number::doubleValue).toList());
    }

    /** Seconds and not cycles: clocks differ. */
    private static List<Line> layers(List<Report> reports) {
        Map<String, List<Double>> byName = new LinkedHashMap<>();
        for (int i = 0; i < reports.size(); i++) {
            for (Row row : reports.get(i).layers()) {
                byName.computeIfAbsent(row.name(), _ -> absent(reports.size())).set(i, row.seconds());
            }
        }
        return byName.entrySet().stream()
                .filter(each -> each.getValue().stream().filter(v -> v != null).count() > 1)
                .map(each -> new Line(each.getKey(), Unit.SECONDS, Better.LESS, each.getValue()))
                .toList();
    }

    private static List<Double> absent(int size) {
        List<Double> none = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            none.add(null);
        }
        return none;
    }
}
