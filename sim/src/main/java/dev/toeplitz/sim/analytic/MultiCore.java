package dev.toeplitz.sim.analytic;

import dev.toeplitz.graph.work.Layer;
import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.VectorUnit;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.Stream;
import dev.toeplitz.sim.cost.Traffic;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.LoopDim;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Several accelerators of one kind, each with its own buffers and vector unit, that share one DRAM in equal parts. Each
 * contraction is cut along one loop, every core takes a piece and maps it anew, and the slowest sets the time; of output
 * channels, rows, batch and groups the loop with the fewest cycles is taken, or one core alone. Every map passes DRAM between
 * layers, since another core may need it; what two cores both read is read twice.
 */
public final class MultiCore {
    private static final List<LoopDim> LOOPS =
            List.of(LoopDim.OUT_CHANNEL, LoopDim.OUT_ROW, LoopDim.BATCH, LoopDim.GROUP);

    private final Workload workload;
    private final Accelerator accelerator;
    private final int cores;
    private final Mapper mapper;
    private final Map<MatrixWork, Geometry> geometries = new HashMap<>();

    private record Asked(Mapper mapper, MappingTask task, int parts) {}

    private final Map<Asked, Choice> choices = new HashMap<>();

    private MultiCore(Workload workload, Accelerator accelerator, int cores, Mapper mapper) {
        this.workload = workload;
        this.accelerator = accelerator;
        this.cores = cores;
        this.mapper = mapper;
    }

    /**
     * One way to share a layer.
     *
     * @param by the loop that is cut; empty where one core has it all
     * @param used cores that have work
     * @param macs of all cores
     * @param dram of all cores
     */
    public record Partition(Optional<LoopDim> by, int used, long cycles, long macs, Traffic dram) {
        private boolean isBetterThan(Partition other) {
            return cycles != other.cycles ? cycles < other.cycles : dram.total() < other.dram.total();
        }
    }

    /** A layer with the way that is best and all that were tried, in their order. */
    public record Shared(Layer layer, Partition best, List<Partition> tried) {}

    /** Every layer of a network; a description that keeps activations between layers does not keep them here. */
    public static List<Shared> share(Workload workload, Accelerator accelerator, int cores, Mapper mapper) {
        if (cores < 1 || cores > 256) {
            throw new InputException("%d cores".formatted(cores), "1 to 256", "give another number");
        }
        MultiCore model = new MultiCore(workload, accelerator, cores, mapper);
        List<Shared> shared = new ArrayList<>();
        for (int i = 0; i < workload.layers().size(); i++) {
            shared.add(model.layer(i));
        }
        return shared;
    }

    private Shared layer(int index) {
        Layer layer = workload.layers().get(index);
        List<Geometry> contractions = workload.contractions(index);
        if (contractions.isEmpty()) {
            Partition all = elsewhere(index);
            return new Shared(layer, all, List.of(all));
        }
        List<Partition> tried = new ArrayList<>(List.of(whole(layer, index)));
        for (LoopDim loop : LOOPS) {
            boolean everywhere = contractions.stream()
                    .allMatch(each -> each.indexOf(loop) >= 0 && each.extents[each.indexOf(loop)] > 1);
            if (cores > 1 && everywhere) {
                tried.add(along(loop, layer, index));
            }
        }
        Partition best = tried.getFirst();
        for (Partition each : tried) {
            best = each.isBetterThan(best) ? each : best;
        }
        return new Shared(layer, best, tried);
    }

    /** Element-wise work and moves are shared evenly. */
    private Partition elsewhere(int index) {
        Accelerator all = withLanes(accelerator, cores);
        LayerCost cost = AnalyticModel.layerAlone(workload, all, index);
        return new Partition(Optional.empty(), cores, cost.cycles(), cost.macs(), cost.dram());
    }

    private Partition whole(Layer layer, int index) {
        long cycles = 0;
        long macs = 0;
        Traffic dram = Traffic.NONE;
        boolean first = true;
        for (Geometry geometry : workload.contractions(index)) {
            LayerCost cost = cost(layer, index, geometry, accelerator, 1, first);
            cycles = Math.addExact(cycles, cost.cycles());
            macs = Math.addExact(macs, cost.macs());
            dram = dram.plus(cost.dram());
            first = false;
        }
        return new Partition(Optional.empty(), 1, cycles, macs, dram);
    }

    private Partition along(LoopDim loop, Layer layer, int index) {
        long cycles = 0;
        long macs = 0;
        int most = 1;
        Traffic dram = Traffic.NONE;
        boolean first = true;
        for (Geometry geometry : workload.contractions(index)) {
            int extent = geometry.extents[geometry.indexOf(loop)];
            int count = Math.ceilDiv(extent, cores);
            int used = Math.ceilDiv(extent, count);
            Accelerator core = withLanes(accelerator.with(accelerator.dram().times(1.0 / used)), used);
            long slowest = 0;
            for (int start = 0; start < extent; start += count) {
                Slice slice = new Slice(loop, start, Math.min(count, extent - start));
                Geometry piece = geometries.computeIfAbsent(slice.of(geometry.work), Geometry::new);
                LayerCost cost = cost(layer, index, piece, core, used, first);
                slowest = Math.max(slowest, cost.cycles());
                macs = Math.addExact(macs, cost.macs());
                dram = dram.plus(cost.dram());
            }
            cycles = Math.addExact(cycles, slowest);
            most = Math.max(most, used);
            first = false;
        }
        return new Partition(Optional.of(loop), most, cycles, macs, shared(dram, layer, index, most));
    }

    /** Followers' reads are rounded up for each core; all together they are what one core would read. */
    private Traffic shared(Traffic dram, Layer layer, int index, int used) {
        Map<Stream, Long> bytes = new EnumMap<>(Stream.class);
        bytes.putAll(dram.bytes());
        bytes.put(
                Stream.EPILOGUE_READ,
                AnalyticModel.readsAlone(workload, accelerator, layer, index).epilogueBytes());
        return used == 1 ? dram : new Traffic(bytes);
    }

    /** As many lanes as all cores together, for work that a layer's record gives as a whole. */
    private static Accelerator withLanes(Accelerator machine, int used) {
        VectorUnit unit = machine.vectorUnit();
        return machine.with(new VectorUnit(
                Math.multiplyExact(unit.lanes(), used),
                unit.divideCycles(),
                unit.exponentialCycles(),
                unit.fusesEpilogues()));
    }

    private LayerCost cost(Layer layer, int index, Geometry geometry, Accelerator core, int parts, boolean first) {
        LayerReads all = first ? AnalyticModel.readsAlone(workload, accelerator, layer, index) : LayerReads.NONE;
        LayerReads reads = new LayerReads(Math.ceilDiv(all.epilogueBytes(), (long) parts));
        MappingTask task = MatrixModel.task(layer, geometry, core, Site.EMPTY, reads, first);
        Choice choice = choices.computeIfAbsent(
                new Asked(mapper.ofLayer(layer.name()), task, parts),
                asked -> asked.mapper().map(task, core));
        return MatrixModel.cost(layer, geometry, core, Site.EMPTY, reads, choice, first);
    }
}
