package dev.toeplitz.reports.measured;

import dev.toeplitz.reports.measured.RunReport.DeviceFacts;
import dev.toeplitz.reports.measured.RunReport.Totals;
import dev.toeplitz.reports.model.Column;
import dev.toeplitz.reports.model.Column.Figure;
import dev.toeplitz.reports.model.Column.Part;
import dev.toeplitz.reports.model.Comparison.Better;
import dev.toeplitz.reports.model.Comparison.Kind;
import dev.toeplitz.reports.model.Comparison.Subject;
import dev.toeplitz.reports.model.Comparison.Unit;
import java.util.ArrayList;
import java.util.List;

/** A run as a column of a comparison. Utilization is of the device's measured rate of multiply-adds. */
public final class RunColumn {
    private RunColumn() {}

    public static Column of(RunReport run) {
        Totals totals = run.totals();
        DeviceFacts device = run.device();
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure("latency", Unit.SECONDS, Better.LESS, totals.seconds()));
        if (totals.seconds() > 0 && device.peakFlopPerSecond() > 0) {
            double share = totals.flop() / (totals.seconds() * device.peakFlopPerSecond());
            figures.add(new Figure("utilization", Unit.SHARE, Better.MORE, share));
        }
        figures.add(new Figure("peak activations", Unit.BYTES, Better.LESS, totals.activationBytes()));
        figures.add(new Figure("MACs", Unit.COUNT, Better.NEITHER, totals.flop() / 2));
        return new Column(
                new Subject(run.network(), device.name(), "", Kind.MEASURED),
                figures,
                run.layers().stream()
                        .map(row -> new Part(row.name(), row.nodes(), Math.round(row.flop() / 2), row.seconds()))
                        .toList());
    }
}
