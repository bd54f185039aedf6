package dev.toeplitz.reports.model;

import dev.toeplitz.reports.model.Column.Figure;
import dev.toeplitz.reports.model.Column.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Predictions and measurements side by side, the first being the one that the others are held against.
 *
 * @param figures of the whole networks
 * @param layers time of layers; predictions alone are joined by name, and where a measurement is among them by the nodes
 *     that rows stand for, so that all subjects are the same network
 */
public record Comparison(String schema, List<Subject> subjects, List<Line> figures, List<Line> layers) {
    public static final String SCHEMA = "toeplitz-comparison/1";

    /** What the figures of stalls begin with: their cause follows. */
    static final String STALL = "stall: ";

    public Comparison {
        subjects = List.copyOf(subjects);
        figures = List.copyOf(figures);
        layers = List.copyOf(layers);
    }

    /** Where a subject's figures come from. */
    public enum Kind {
        PREDICTED,
        MEASURED
    }

    /**
     * A column.
     *
     * @param accelerator what was simulated, or the device that was measured
     * @param boundBy what limits a prediction; empty for a measurement
     */
    public record Subject(String network, String accelerator, String boundBy, Kind kind) {}

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
        SHARE,
        RATIO
    }

    /**
     * One figure of each subject; absent where a subject lacks it.
     *
     * @param ratios each value by the first's; absent where there is none
     * @param rows the names of each subject's rows that stand in this line; empty for a figure of whole networks
     */
    public record Line(
            String name, Unit unit, Better better, List<Double> values, List<Double> ratios, List<List<String>> rows) {
        public Line {
            values = Collections.unmodifiableList(new ArrayList<>(values));
            ratios = Collections.unmodifiableList(new ArrayList<>(ratios));
            rows = rows.stream().map(List::copyOf).toList();
        }

        static Line of(String name, Unit unit, Better better, List<Double> values, List<List<String>> rows) {
            Double first = values.getFirst();
            List<Double> ratios = new ArrayList<>();
            values.forEach(value -> ratios.add(first == null || value == null || first == 0 ? null : value / first));
            return new Line(name, unit, better, values, ratios, rows);
        }

        /** Whether the subjects that have it differ. */
        public boolean differs() {
            return values.stream().filter(Objects::nonNull).distinct().count() > 1;
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
            return ratios.get(subject);
        }
    }

    /** Predictions alone. */
    public static Comparison of(List<Report> reports) {
        return ofColumns(reports.stream().map(Column::of).toList());
    }

    /** Where a measurement is among the columns, networks that are not the same are refused. */
    public static Comparison ofColumns(List<Column> columns) {
        boolean measured = columns.stream().anyMatch(Column::isMeasured);
        List<Line> layers = measured ? MeasuredLayers.of(columns) : byName(columns);
        List<Line> figures = new ArrayList<>(figures(columns));
        figures.addAll(Deviation.of(columns, layers));
        return new Comparison(SCHEMA, columns.stream().map(Column::subject).toList(), figures, layers);
    }

    /** Nothing is the better of a prediction and a measurement: they are to agree. */
    static Better better(Better better, List<Column> columns) {
        return columns.stream().map(Column::isMeasured).distinct().count() > 1 ? Better.NEITHER : better;
    }

    private static List<Line> figures(List<Column> columns) {
        Map<String, Figure> kinds = new LinkedHashMap<>();
        columns.forEach(column -> column.figures().forEach(figure -> kinds.putIfAbsent(figure.name(), figure)));
        return kinds.values().stream()
                .map(kind -> Line.of(
                        kind.name(),
                        kind.unit(),
                        better(kind.better(), columns),
                        columns.stream()
                                .map(column -> value(column, kind.name()))
                                .toList(),
                        List.of()))
                .toList();
    }

    /** A prediction that has no stall of a cause waits for it in no cycle; any other figure is absent. */
    private static Double value(Column column, String name) {
        return column.figures().stream()
                .filter(figure -> figure.name().equals(name))
                .map(Figure::value)
                .findFirst()
                .orElse(name.startsWith(STALL) && !column.isMeasured() ? 0.0 : null);
    }

    /** Seconds and not cycles: clocks differ. */
    private static List<Line> byName(List<Column> columns) {
        Map<String, List<Double>> byName = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            for (Part row : columns.get(i).layers()) {
                byName.computeIfAbsent(row.name(), _ -> absent(columns.size())).set(i, row.seconds());
            }
        }
        return byName.entrySet().stream()
                .filter(each ->
                        each.getValue().stream().filter(Objects::nonNull).count() > 1)
                .map(each -> Line.of(
                        each.getKey(),
                        Unit.SECONDS,
                        Better.LESS,
                        each.getValue(),
                        each.getValue().stream()
                                .map(value -> value == null ? List.<String>of() : List.of(each.getKey()))
                                .toList()))
                .toList();
    }

    private static List<Double> absent(int size) {
        return new ArrayList<>(Collections.nCopies(size, null));
    }
}
