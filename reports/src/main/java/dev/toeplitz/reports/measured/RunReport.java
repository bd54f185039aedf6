package dev.toeplitz.reports.measured;

import java.util.List;

/**
 * A run on an OpenCL device. Units are in the names; every node stands in exactly one row.
 *
 * @param accelerator what was simulated beside it; empty where nothing was
 */
public record RunReport(
        String schema, String network, DeviceFacts device, String accelerator, Totals totals, List<Row> layers) {
    /** The version written today. */
    public static final String SCHEMA = "toeplitz-run/1";

    public RunReport {
        layers = layers == null ? List.of() : List.copyOf(layers);
    }

    /**
     * The device and its measured roofs.
     *
     * @param peakFlopPerSecond of fused multiply-adds in single precision
     * @param peakBytesPerSecond copied, read and written together
     */
    public record DeviceFacts(
            String name, String platform, String driver, double peakFlopPerSecond, double peakBytesPerSecond) {}

    /**
     * Sums over all rows.
     *
     * @param predictedSeconds on the accelerator; null where nothing was simulated
     */
    public record Totals(
            double seconds, double flop, long bytes, double roofShare, Double predictedSeconds, long activationBytes) {}

    /**
     * One layer.
     *
     * @param nodes the network's nodes that ran as this layer
     * @param kernels how each of its steps was carried out
     * @param flop twice the multiply-accumulates; element-wise work is not counted
     * @param bytes of the layer's inputs, weights and outputs, each once
     * @param roofSeconds what the device's roofs allow at best: the longer of flop over peak and bytes over peak
     * @param roofShare that as a share of the time it took; above 1 where the data was in caches
     */
    public record Row(
            int index,
            String name,
            List<String> nodes,
            String operators,
            List<String> kernels,
            double seconds,
            double flop,
            long bytes,
            double roofSeconds,
            double roofShare,
            Double predictedSeconds) {
        /** Whether it says what it stands for and how long it took; a file may leave it out. */
        public boolean hasNodesAndTime() {
            return name != null && nodes != null && !nodes.isEmpty() && seconds >= 0 && flop >= 0;
        }
    }
}
