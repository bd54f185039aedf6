package dev.toeplitz.reports.model;

import java.util.List;
import java.util.Map;

/**
 * What a network costs on an accelerator, ready to be shown. Units are in the names. The rows of {@code layers} sum to
 * {@code totals}, and every node of the network stands in exactly one row.
 *
 * @param schema the version of this structure; it changes when a key changes its meaning or goes away
 */
public record Report(
        String schema, NetworkFacts network, MachineFacts accelerator, Totals totals, Advice advice, List<Row> layers) {
    /** The version written today. */
    public static final String SCHEMA = "toeplitz-report/1";

    public Report {
        layers = List.copyOf(layers);
    }

    /**
     * What was simulated.
     *
     * @param folded nodes of the file that are no rows because they were computed while reading, as {@code name: why}
     */
    public record NetworkFacts(
            String name,
            String source,
            List<String> inputs,
            List<String> outputs,
            int nodes,
            long parameters,
            long runningStatistics,
            List<String> folded) {}

    /**
     * The machine in a few figures.
     *
     * @param energyTable whose picojoules were taken
     */
    public record MachineFacts(
            String name,
            String title,
            String array,
            String dataflow,
            double clockMegahertz,
            double peakMacsPerSecond,
            double dramGigabytesPerSecond,
            double balanceOperationsPerByte,
            String energyTable) {}

    /**
     * Sums over all rows.
     *
     * @param fidelity how time was found: analytic, or timeline, where layers overlap
     */
    public record Totals(
            long cycles,
            double seconds,
            double inferencesPerSecond,
            long macs,
            long vectorOperations,
            double utilization,
            long busyCycles,
            Map<String, Long> stallCycles,
            long dramBytes,
            Map<String, Long> dramBytesByStream,
            double energyPicojoules,
            Map<String, Double> energyPicojoulesByLevel,
            long peakActivationBytes,
            String fidelity) {}

    /** What limits it, in words, and what doubling a part would do: speed-up by part. */
    public record Advice(String limit, String reason, Map<String, Double> speedupOfTwice) {}

    /**
     * One layer.
     *
     * @param nodes the network's nodes that this row stands for
     * @param receptiveField extent in the network's input, as {@code rows x columns}; empty where there is none
     */
    public record Row(
            int index,
            String name,
            List<String> nodes,
            String operators,
            String output,
            String engine,
            long macs,
            long vectorOperations,
            long parameters,
            long parameterBytes,
            long activationBytes,
            String receptiveField,
            long cycles,
            double seconds,
            long busyCycles,
            Map<String, Long> stallCycles,
            double utilization,
            double mappingEfficiency,
            long folds,
            long dramBytes,
            Map<String, Long> dramBytesByStream,
            double energyPicojoules,
            Map<String, Double> energyPicojoulesByLevel,
            Double operationsPerByte,
            double rooflineShare,
            Map<String, Integer> tile,
            List<String> order,
            Advice advice) {}
}
