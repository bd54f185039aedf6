package dev.toeplitz.reports.model;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.graph.work.Memory;
import dev.toeplitz.graph.work.ToeplitzView;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.reports.model.Report.BufferFacts;
import dev.toeplitz.reports.model.Report.OnChip;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.mapping.Tiling;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.Operand;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a layer holds in the machine's buffers, and what passes between them and the array. */
final class OnChipFacts {
    private final Accelerator machine;
    private final Map<Node, Long> alive;

    OnChipFacts(Graph graph, Accelerator machine) {
        this.machine = machine;
        this.alive = Memory.liveElements(graph);
    }

    static BufferFacts of(Buffer buffer) {
        return new BufferFacts(
                buffer.name(),
                buffer.holds().stream().map(Words::of).toList(),
                buffer.bytes(),
                buffer.doubleBuffered());
    }

    OnChip of(LayerCost cost) {
        Map<Operand, Long> tile =
                contraction(cost).map(work -> tileBytes(work, cost.tiling())).orElse(Map.of());
        Map<String, Long> byOperand = new LinkedHashMap<>();
        tile.forEach((operand, bytes) -> byOperand.put(Words.of(operand), bytes));
        return new OnChip(aliveBytes(cost), byOperand, bufferBytes(tile, cost.tiling()), arrayBytes(cost));
    }

    private long aliveBytes(LayerCost cost) {
        long most = cost.layer().nodes().stream().mapToLong(alive::get).max().orElse(0);
        return machine.precision().output().bytes(most);
    }

    /** The contraction that the tiling shown cuts. */
    private static Optional<MatrixWork> contraction(LayerCost cost) {
        return cost.tiling().tile().isEmpty()
                ? Optional.empty()
                : cost.layer().work().stream()
                        .filter(MatrixWork.class::isInstance)
                        .map(MatrixWork.class::cast)
                        .filter(work -> covers(work, cost.tiling()))
                        .findFirst();
    }

    private static boolean covers(MatrixWork work, Tiling tiling) {
        List<Loops.Loop> loops = work.contract().loops().list();
        return tiling.tile().keySet().stream()
                .allMatch(dim -> loops.stream()
                        .anyMatch(loop -> loop.dim() == dim
                                && loop.extent() >= tiling.tile().get(dim)));
    }

    /** Of a tile in the middle, which padding does not make smaller than the others. */
    private Map<Operand, Long> tileBytes(MatrixWork work, Tiling tiling) {
        List<Loops.Loop> loops = work.contract().loops().list();
        int[] starts = new int[loops.size()];
        int[] extents = new int[loops.size()];
        for (int i = 0; i < starts.length; i++) {
            LoopDim dim = loops.get(i).dim();
            extents[i] = tiling.tile().getOrDefault(dim, loops.get(i).extent());
            int tiles = Math.ceilDiv(loops.get(i).extent(), extents[i]);
            starts[i] = Math.min(tiles / 2 * extents[i], loops.get(i).extent() - extents[i]);
        }
        Map<Operand, Long> bytes = new LinkedHashMap<>();
        for (Operand operand : Operand.values()) {
            long distinct = ToeplitzView.of(work.contract(), operand).distinct(starts, extents);
            bytes.put(operand, type(operand).bytes(distinct));
        }
        return bytes;
    }

    private Map<String, Long> bufferBytes(Map<Operand, Long> tile, Tiling tiling) {
        Map<String, Long> byBuffer = new LinkedHashMap<>();
        if (tile.isEmpty()) {
            return byBuffer;
        }
        for (Buffer buffer : machine.buffers()) {
            long held = buffer.holds().stream().mapToLong(tile::get).sum();
            byBuffer.put(buffer.name(), buffer.doubleBuffered() && tiling.tiles() > 1 ? 2 * held : held);
        }
        return byBuffer;
    }

    private Map<String, Long> arrayBytes(LayerCost cost) {
        Map<String, Long> byOperand = new LinkedHashMap<>();
        put(byOperand, "input read", type(Operand.INPUT).bytes(cost.buffers().inputReads()));
        put(byOperand, "weight read", type(Operand.WEIGHT).bytes(cost.buffers().weightReads()));
        put(
                byOperand,
                "output write",
                machine.precision().accumulator().bytes(cost.buffers().outputWrites()));
        return byOperand;
    }

    /** Summed over all layers. */
    Map<String, Long> arrayBytes(List<LayerCost> layers) {
        Map<String, Long> sum = new LinkedHashMap<>();
        layers.forEach(layer -> arrayBytes(layer).forEach((name, bytes) -> sum.merge(name, bytes, Math::addExact)));
        return sum;
    }

    private static void put(Map<String, Long> byOperand, String name, long bytes) {
        if (bytes > 0) {
            byOperand.put(name, bytes);
        }
    }

    private DataType type(Operand operand) {
        return switch (operand) {
            case INPUT -> machine.precision().input();
            case WEIGHT -> machine.precision().weight();
            case OUTPUT -> machine.precision().output();
        };
    }
}
