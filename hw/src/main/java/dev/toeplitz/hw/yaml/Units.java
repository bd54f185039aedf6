package dev.toeplitz.hw.yaml;

import java.util.Map;

/** The unit of each key, the same wherever the key stands. */
final class Units {
    private static final Map<String, String> BY_PATH = Map.ofEntries(
            Map.entry("clock_mhz", "MHz"),
            Map.entry("pe_array.rows", "PEs"),
            Map.entry("pe_array.cols", "PEs"),
            Map.entry("pe_array.macs_per_pe", "MACs/cycle"),
            Map.entry("pe_array.dataflow.pipeline_cycles", "cycles"),
            Map.entry("pe_array.dataflow.most_cycles", "cycles"),
            Map.entry("pe_array.dataflow.bursts.steps", "steps"),
            Map.entry("pe_array.dataflow.bursts.least_cycles", "cycles"),
            Map.entry("pe_array.dataflow.bursts.issue_cycles", "cycles"),
            Map.entry("buffers.bytes", "bytes"),
            Map.entry("buffers.bytes_per_cycle", "bytes/cycle"),
            Map.entry("buffers.banks.count", "banks"),
            Map.entry("buffers.banks.ports", "accesses/cycle"),
            Map.entry("buffers.banks.bytes", "bytes"),
            Map.entry("cores", "arrays"),
            Map.entry("accumulators", "bytes"),
            Map.entry("dram.gigabytes_per_second", "GB/s"),
            Map.entry("dma.setup_cycles", "cycles"),
            Map.entry("dma.bytes_per_cycle", "bytes/cycle"),
            Map.entry("dma.requests.bytes", "bytes"),
            Map.entry("dma.requests.cycles", "cycles"),
            Map.entry("dma.requests.cache", "bytes"),
            Map.entry("dma.requests.miss_cycles", "cycles"),
            Map.entry("dma.waited_for.input", "bytes/cycle"),
            Map.entry("dma.waited_for.weight", "bytes/cycle"),
            Map.entry("dma.waited_for.output", "bytes/cycle"),
            Map.entry("compression.weights.run_bits", "bits"),
            Map.entry("compression.weights.pairs", "pairs/word"),
            Map.entry("compression.weights.word_bits", "bits"),
            Map.entry("compression.maps.run_bits", "bits"),
            Map.entry("compression.maps.pairs", "pairs/word"),
            Map.entry("compression.maps.word_bits", "bits"),
            Map.entry("vector_unit.lanes", "lanes"),
            Map.entry("vector_unit.divide_cycles", "cycles"),
            Map.entry("vector_unit.exponential_cycles", "cycles"));

    private Units() {}

    /** {@code MHz} of {@code clock_mhz}; empty where a value has no unit. The number of a buffer does not matter. */
    static String of(String path) {
        return path.startsWith("dma.loads.") && path.contains(".each.")
                ? "steps"
                : BY_PATH.getOrDefault(path.replaceAll("\\[\\d+]", ""), "");
    }
}
