package dev.toeplitz.reports.measured;

import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.graph.work.Work;
import dev.toeplitz.reports.measured.RunReport.DeviceFacts;
import dev.toeplitz.reports.measured.RunReport.Row;
import dev.toeplitz.reports.measured.RunReport.Totals;
import dev.toeplitz.reports.model.LayerJoin;
import dev.toeplitz.runtime.execute.Peaks;
import dev.toeplitz.runtime.opencl.Device;
import dev.toeplitz.runtime.plan.Plan;
import dev.toeplitz.runtime.plan.Plan.PlannedStage;
import dev.toeplitz.runtime.plan.Stage;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Puts a run's times beside roofs and predictions. */
public final class RunReportBuilder {
    private final Plan plan;
    private final Peaks peaks;
    private final Optional<NetworkCost> predicted;
    /** Predicted seconds of each stage, in the order of the run. */
    private final List<Double> predictedSeconds;

    private RunReportBuilder(Plan plan, Peaks peaks, Optional<NetworkCost> predicted, Collection<PlannedStage> stages) {
        this.plan = plan;
        this.peaks = peaks;
        this.predicted = predicted;
        this.predictedSeconds = predicted.map(cost -> seconds(cost, stages)).orElse(List.of());
    }

    /** What was predicted of the layers that a stage shares nodes with; where several stages do, it is the first's. */
    private static List<Double> seconds(NetworkCost cost, Collection<PlannedStage> stages) {
        List<LayerCost> layers = cost.layers();
        List<Double> seconds = new ArrayList<>(Collections.nCopies(stages.size(), 0.0));
        List<LayerJoin.Group> groups = LayerJoin.of(List.of(
                stages.stream().map(stage -> names(stage.stage().nodes())).toList(),
                layers.stream().map(layer -> names(layer.layer().nodes())).toList()));
        for (LayerJoin.Group group : groups) {
            double sum = group.rows().getLast().stream()
                    .mapToDouble(i -> cost.accelerator().seconds(layers.get(i).cycles()))
                    .sum();
            group.rows().getFirst().stream().findFirst().ifPresent(stage -> seconds.set(stage, sum));
        }
        return seconds;
    }

    private static List<String> names(List<Node> nodes) {
        return nodes.stream().map(Node::name).toList();
    }

    /**
     * @param nanoseconds of each stage
     * @param predicted the same graph on an accelerator
     */
    public static RunReport of(
            Plan plan,
            Device device,
            Peaks peaks,
            Map<PlannedStage, Long> nanoseconds,
            Optional<NetworkCost> predicted) {
        RunReportBuilder builder = new RunReportBuilder(plan, peaks, predicted, nanoseconds.keySet());
        List<Row> rows = new ArrayList<>();
        nanoseconds.forEach((stage, time) -> rows.add(builder.row(rows.size(), stage, time / 1e9)));
        return new RunReport(
                RunReport.SCHEMA,
                plan.graph().name(),
                new DeviceFacts(
                        device.name(),
                        device.platform(),
                        device.software().driver(),
                        peaks.flopPerSecond(),
                        peaks.bytesPerSecond()),
                predicted.map(cost -> cost.accelerator().name()).orElse(""),
                builder.totals(rows),
                rows);
    }

    private Totals totals(List<Row> rows) {
        double seconds = rows.stream().mapToDouble(Row::seconds).sum();
        double roof = rows.stream().mapToDouble(Row::roofSeconds).sum();
        return new Totals(
                seconds,
                rows.stream().mapToDouble(Row::flop).sum(),
                rows.stream().mapToLong(Row::bytes).sum(),
                seconds == 0 ? 0 : roof / seconds,
                predicted.map(NetworkCost::seconds).orElse(null),
                plan.activationBytes());
    }

    private Row row(int index, PlannedStage planned, double seconds) {
        Stage stage = planned.stage();
        double flop = 2.0 * macs(stage);
        // What is never carried out moves nothing.
        long bytes = planned.launches().isEmpty() ? 0 : bytes(stage);
        double roof = Math.max(flop / peaks.flopPerSecond(), bytes / peaks.bytesPerSecond());
        return new Row(
                index,
                stage.name(),
                names(stage.nodes()),
                stage.operators(),
                planned.choices().stream()
                        .map(choice -> choice.step() + ": " + choice.words())
                        .toList(),
                seconds,
                flop,
                bytes,
                roof,
                seconds == 0 ? 0 : roof / seconds,
                predicted.isPresent() ? predictedSeconds.get(index) : null);
    }

    private static long macs(Stage stage) {
        return stage.definition().steps().stream()
                .flatMap(step -> Work.of(step).stream())
                .mapToLong(work -> work instanceof MatrixWork matrix ? matrix.macs() : 0)
                .reduce(0, Math::addExact);
    }

    private long bytes(Stage stage) {
        return Stream.concat(stage.inputs().stream(), stage.outputs().stream())
                .map(Value::type)
                .mapToLong(type -> plan.options().storage().bytes(type.elements()))
                .reduce(0, Math::addExact);
    }
}
