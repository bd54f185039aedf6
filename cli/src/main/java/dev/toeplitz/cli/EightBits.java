package dev.toeplitz.cli;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.quantise.Quantiser;
import dev.toeplitz.graph.quantise.Ranges;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.reports.terminal.Clean;
import dev.toeplitz.reports.terminal.Units;
import dev.toeplitz.runtime.execute.Calibration;
import dev.toeplitz.runtime.execute.Distance;
import dev.toeplitz.runtime.execute.Execution;
import dev.toeplitz.runtime.opencl.OpenClDevice;
import dev.toeplitz.runtime.opencl.ProgramCache;
import dev.toeplitz.runtime.plan.Options;
import dev.toeplitz.runtime.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A network in 8-bit integers: calibrated on some inputs, and held against itself in single precision. */
final class EightBits {
    private final Quantiser.Outcome outcome;
    private final Plan single;
    private final Map<Value, float[]> expected;

    private EightBits(Quantiser.Outcome outcome, Plan single, Map<Value, float[]> expected) {
        this.outcome = outcome;
        this.single = single;
        this.expected = expected;
    }

    /** Runs the network in single precision on all inputs of the calibration, and then on those whose scores are compared. */
    static EightBits of(
            Graph graph,
            OpenClDevice device,
            Options options,
            List<Map<Value, Tensor>> calibration,
            Map<Value, Tensor> inputs) {
        Plan plan = Plan.of(graph, options);
        try (Execution execution = new Execution(plan, device, ProgramCache.ofUser())) {
            Ranges ranges = Calibration.run(execution, calibration);
            return new EightBits(Quantiser.quantise(graph, ranges), plan, execution.run(inputs));
        }
    }

    Graph graph() {
        return outcome.graph();
    }

    /** What came of it, in sentences. */
    static String sentences(Quantiser.Outcome outcome) {
        int all = outcome.layers().size() + outcome.kept().size();
        String kept = outcome.kept().stream()
                .limit(3)
                .map(each -> "%s (%s)".formatted(Clean.text(each.node().name(), 40), each.reason()))
                .collect(Collectors.joining(", "));
        String more = outcome.kept().size() > 3
                ? " and %d more".formatted(outcome.kept().size() - 3)
                : "";
        return "%d of %d convolutions and products in 8-bit integers%s"
                .formatted(outcome.layers().size(), all, kept.isEmpty() ? "" : "; not: " + kept + more);
    }

    void note(Plan plan, Terminal terminal) {
        terminal.note("toeplitz: %s; weights take %s (fp32: %s), activations %s (fp32: %s)"
                .formatted(
                        sentences(outcome),
                        Units.bytes(plan.weightBytes()),
                        Units.bytes(single.weightBytes()),
                        Units.bytes(plan.activationBytes()),
                        Units.bytes(single.activationBytes())));
    }

    /** A line for each output. */
    String distances(Map<Value, float[]> found) {
        StringBuilder text = new StringBuilder();
        expected.forEach((value, numbers) -> {
            int rank = value.type().shape().rank();
            int lane = rank == 0 ? 1 : value.type().shape().at(rank - 1);
            Distance distance = Distance.of(found.get(value), numbers, lane);
            text.append(
                    "%s beside fp32: %.1f dB, largest difference %.2g of the largest number, top-1 the same in %d of %d%n"
                            .formatted(
                                    Clean.text(value.name(), 40),
                                    distance.decibels(),
                                    distance.largest(),
                                    distance.sameTop(),
                                    distance.lanes()));
        });
        return text.toString();
    }
}
