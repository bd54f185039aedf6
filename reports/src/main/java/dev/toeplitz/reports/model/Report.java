package dev.toeplitz.reports.model;

import java.util.List;
import java.util.Map;

/**
 * What a network costs on an accelerator, ready to be shown. Units are in the names. The rows of {@code layers} sum to
 * {@code totals}, and every node of the network stands in exactly one row.
 *
 * @param schema the version of this structure; it changes when a key changes its meaning or goes away
 * @param timeline absent where time was found by the closed form
 * @param coded absent where every tensor lies in DRAM as it is
 */
public record Report(
        String schema,
        NetworkFacts network,
        MachineFacts accelerator,
        Totals totals,
        Advice advice,
        List<Row> layers,
        Timeline timeline,
        CodedSums coded) {
    /** The version written today. Version 1 had no {@code reads}, {@code memory}, {@code figures} {@code buffers} … */
    public static final String SCHEMA = "toeplitz-report/2";

    /** The versions that can be read. */
    public static final List<String> READABLE = List.of("toeplitz-report/1", SCHEMA);

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
     * @param fusesLayers whether layers in a row may run as one
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
            String energyTable,
            List<BufferFacts> buffers,
            String im2col,
            String layout,
            boolean fusesLayers) {
        public MachineFacts {
            buffers = buffers == null ? List.of() : List.copyOf(buffers);
        }
    }

    /** An on-chip buffer and the operands it holds. */
    public record BufferFacts(String name, List<String> holds, long bytes, boolean doubleBuffered) {}

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
            String fidelity,
            Map<String, Long> arrayBytes) {
        public Totals {
            energyPicojoulesByLevel = energyPicojoulesByLevel == null ? Map.of() : energyPicojoulesByLevel;
            arrayBytes = arrayBytes == null ? Map.of() : arrayBytes;
        }
    }

    /** What limits it, in words, and what doubling a part would do: speed-up by part. */
    public record Advice(String limit, String reason, Map<String, Double> speedupOfTwice) {}

    /**
     * One layer.
     *
     * @param nodes the network's nodes that this row stands for
     * @param receptiveField extent in the network's input, as {@code rows x columns}; empty where there is none
     * @param reads the rows whose results this one reads; −1 − i for input i of the network
     * @param startCycle when it begins: by the closed form after all rows before it, in a timeline with its first event;
     *     absent in a report of version 1
     * @param endCycle likewise when it ends; in a timeline after the next row's start where layers overlap
     * @param operationsPerSecond attained, a MAC counted as two; absent where it takes no time
     * @param memory absent in a report of version 1
     * @param figures the main figures with their formulas and inputs
     * @param mapping absent for a layer that does not run on the array
     * @param coded tensors that lie coded in DRAM: weights that it is the first to read, maps that it makes
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
            Advice advice,
            List<Integer> reads,
            Long startCycle,
            Double operationsPerSecond,
            OnChip memory,
            List<Figure> figures,
            Long endCycle,
            Mapping mapping,
            List<Coded> coded) {
        public Row {
            energyPicojoulesByLevel = energyPicojoulesByLevel == null ? Map.of() : energyPicojoulesByLevel;
            reads = reads == null ? List.of() : List.copyOf(reads);
            figures = figures == null ? List.of() : List.copyOf(figures);
            coded = coded == null ? List.of() : List.copyOf(coded);
        }
    }

    /**
     * A tensor that lies coded in DRAM.
     *
     * @param kind weight or map
     * @param density the share of its elements that is not zero
     * @param denseBytes if it lay as the machine's operands are
     * @param payloadBytes of the values that are not zero
     * @param indexBytes of whatever says where they belong
     * @param ratio dense bytes for each byte as it lies
     */
    public record Coded(
            String tensor,
            String kind,
            double density,
            long denseBytes,
            long payloadBytes,
            long indexBytes,
            double ratio) {}

    /** All coded tensors together, each once. */
    public record CodedSums(
            long weightDenseBytes,
            long weightPayloadBytes,
            long weightIndexBytes,
            long mapDenseBytes,
            long mapPayloadBytes,
            long mapIndexBytes) {}

    /**
     * What a layer holds and moves on the chip.
     *
     * @param aliveBytes activations that are held while it runs: what it and later layers read, and what it makes
     * @param tileBytes distinct bytes of one tile, by operand; empty where nothing is cut
     * @param bufferBytes what those tiles take of each buffer, twice where the next is loaded meanwhile
     * @param arrayBytes what passes between buffers and array, by operand
     */
    public record OnChip(
            long aliveBytes,
            Map<String, Long> tileBytes,
            Map<String, Long> bufferBytes,
            Map<String, Long> arrayBytes) {}

    /**
     * A mapping as a loop nest, outermost first.
     *
     * @param rows how often the array's rows have work, from the first to the last; a PE works as often as its row's share
     *     times its column's
     * @param reasons why each operand moves as often as it does, and the proof that nothing is better
     */
    public record Mapping(List<Loop> loops, List<Occupied> rows, List<Occupied> columns, List<String> reasons) {}

    /**
     * @param level tile, fold, row fold, column fold, rows, columns or time
     * @param dims empty for folds
     * @param trips how often it goes round; for rows and columns how many PEs it takes at most
     * @param of for tiles the steps of one; for rows and columns how many PEs there are; otherwise 1
     */
    public record Loop(String level, List<String> dims, long trips, long of) {}

    /** Neighbouring rows or columns of PEs that have work in the same share of folds. */
    public record Occupied(int pes, double share) {}

    /**
     * What the machine's parts did when.
     *
     * @param stretches whether each slice is work without a pause; otherwise it is all that a lane did for a layer, from the
     *     first to the last
     */
    public record Timeline(boolean stretches, List<Lane> lanes) {}

    /** One part of the machine: array, vector unit, a DMA engine, DRAM. */
    public record Lane(String name, long busyCycles, List<Slice> slices) {}

    /** Cycles from the network's start, and how many in between the lane worked. */
    public record Slice(int layer, long fromCycle, long toCycle, long busyCycles) {}

    /**
     * A figure that explains itself.
     *
     * @param value absent where it is no number, as a quotient by 0 bytes
     * @param formula how it follows from its parts; where it has none, its source
     */
    public record Figure(String name, Double value, String unit, String formula, List<Figure> parts) {
        public Figure {
            parts = parts == null ? List.of() : List.copyOf(parts);
        }
    }
}
