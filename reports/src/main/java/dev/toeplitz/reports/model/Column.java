package dev.toeplitz.reports.model;

import dev.toeplitz.reports.model.Comparison.Better;
import dev.toeplitz.reports.model.Comparison.Subject;
import dev.toeplitz.reports.model.Comparison.Unit;
import java.util.ArrayList;
import java.util.List;

/**
 * What is compared: a prediction or a measurement, brought to the same form.
 *
 * @param figures of the whole network
 */
public record Column(Subject subject, List<Figure> figures, List<Part> layers) {
    public Column {
        figures = List.copyOf(figures);
        layers = List.copyOf(layers);
    }

    /** A figure of the whole network. */
    public record Figure(String name, Unit unit, Better better, double value) {}

    /**
     * A layer.
     *
     * @param nodes the network's nodes that it stands for
     */
    public record Part(String name, List<String> nodes, long macs, double seconds) {
        public Part {
            nodes = List.copyOf(nodes);
        }
    }

    public boolean isMeasured() {
        return subject.kind() == Comparison.Kind.MEASURED;
    }

    /** How this column is called in a message. */
    String words() {
        return "%s on %s".formatted(subject.network(), subject.accelerator());
    }

    /** Of a prediction. */
    public static Column of(Report report) {
        Report.Totals totals = report.totals();
        List<Figure> figures = new ArrayList<>(List.of(
                new Figure("latency", Unit.SECONDS, Better.LESS, totals.seconds()),
                new Figure("inferences/s", Unit.COUNT, Better.MORE, totals.inferencesPerSecond()),
                new Figure("utilization", Unit.SHARE, Better.MORE, totals.utilization()),
                new Figure("DRAM bytes", Unit.BYTES, Better.LESS, totals.dramBytes()),
                new Figure("peak activations", Unit.BYTES, Better.LESS, totals.peakActivationBytes()),
                new Figure("MACs", Unit.COUNT, Better.NEITHER, totals.macs()),
                new Figure(
                        "parameters",
                        Unit.COUNT,
                        Better.NEITHER,
                        report.network().parameters()),
                new Figure("cycles", Unit.COUNT, Better.NEITHER, totals.cycles()),
                new Figure("busy cycles", Unit.COUNT, Better.NEITHER, totals.busyCycles())));
        totals.stallCycles()
                .forEach((cause, cycles) ->
                        figures.add(new Figure(Comparison.STALL + cause, Unit.COUNT, Better.LESS, cycles)));
        return new Column(
                new Subject(
                        report.network().name(),
                        report.accelerator().name(),
                        report.advice().limit(),
                        Comparison.Kind.PREDICTED),
                figures,
                report.layers().stream()
                        .map(row -> new Part(row.name(), row.nodes(), row.macs(), row.seconds()))
                        .toList());
    }
}
