package dev.toeplitz.sim.analytic;

import dev.toeplitz.graph.work.Layer;
import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.VectorUnit;
import dev.toeplitz.sim.cost.CoreShare;
import dev.toeplitz.sim.cost.Engine;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.cost.Stream;
import dev.toeplitz.sim.cost.Traffic;
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
 * channels, rows, batch and groups, by all cores or by a power of two of them, the way with the fewest cycles is taken, or
 * one core alone. Every map passes DRAM between layers, since another core may need it; what two cores both read is read
 * twice.
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

    /** A layer with the way that is taken and all that were tried, in their order. */
    public record Shared(LayerCost best, List<LayerCost> tried) {
        public Shared {
            tried = List.copyOf(tried);
        }
    }

    /** What a network costs on an accelerator of several cores. */
    public static NetworkCost cost(Workload workload, Accelerator accelerator, Mapper mapper) {
        return new NetworkCost(
                workload.graph(),
                accelerator,
                share(workload, accelerator, mapper).stream().map(Shared::best).toList());
    }

    /**
     * Every layer of a network. Where one core alone, which may keep maps on its chip between layers, has done the network
     * sooner than all cores, which cannot, it does.
     */
    public static List<Shared> share(Workload workload, Accelerator accelerator, Mapper mapper) {
        Accelerator core = accelerator.withCores(1);
        MultiCore model = new MultiCore(workload, core, accelerator.cores(), mapper);
        List<LayerCost> alone = AnalyticModel.cost(workload, core, mapper).layers();
        List<Shared> divided = new ArrayList<>();
        for (int i = 0; i < alone.size(); i++) {
            divided.add(model.layer(i));
        }
        if (cycles(alone) >= cycles(divided.stream().map(Shared::best).toList())) {
            return divided;
        }
        List<Shared> shared = new ArrayList<>();
        for (int i = 0; i < alone.size(); i++) {
            List<LayerCost> tried = new ArrayList<>(List.of(alone.get(i)));
            divided.get(i).tried().stream()
                    .filter(each -> each.share().used() > 1)
                    .forEach(tried::add);
            shared.add(new Shared(alone.get(i), tried));
        }
        return shared;
    }

    private static long cycles(List<LayerCost> layers) {
        return layers.stream().mapToLong(LayerCost::cycles).reduce(0, Math::addExact);
    }

    private static boolean isBetter(LayerCost one, LayerCost other) {
        return one.cycles() != other.cycles()
                ? one.cycles() < other.cycles()
                : one.dram().total() < other.dram().total();
    }

    private Shared layer(int index) {
        Layer layer = workload.layers().get(index);
        List<Geometry> contractions = workload.contractions(index);
        if (contractions.isEmpty()) {
            LayerCost all = elsewhere(index);
            return new Shared(all, List.of(all));
        }
        List<LayerCost> tried = new ArrayList<>(List.of(whole(layer, index)));
        for (LoopDim loop : LOOPS) {
            boolean everywhere = contractions.stream()
                    .allMatch(each -> each.indexOf(loop) >= 0 && each.extents[each.indexOf(loop)] > 1);
            if (cores > 1 && everywhere) {
                tried.add(along(loop, layer, index));
            }
        }
        return new Shared(best(tried), tried);
    }

    private static LayerCost best(List<LayerCost> tried) {
        LayerCost best = tried.getFirst();
        for (LayerCost each : tried) {
            best = isBetter(each, best) ? each : best;
        }
        return best;
    }

    /** All cores, or some: fewer have more of the DRAM each, and read less of it twice. */
    private LayerCost along(LoopDim loop, Layer layer, int index) {
        List<LayerCost> tried = new ArrayList<>(List.of(along(loop, layer, index, cores)));
        for (int some = 2; some < cores; some *= 2) {
            tried.add(along(loop, layer, index, some));
        }
        return best(tried);
    }

    /** Element-wise work and moves are shared evenly. */
    private LayerCost elsewhere(int index) {
        LayerCost cost = AnalyticModel.layerAlone(workload, withLanes(accelerator, cores), index);
        return cost.engine() == Engine.VECTOR_UNIT
                ? cost.with(new CoreShare(Optional.empty(), cores), cost.dram())
                : cost;
    }

    private LayerCost whole(Layer layer, int index) {
        LayerCost all = null;
        for (Geometry geometry : workload.contractions(index)) {
            LayerCost cost = cost(layer, index, geometry, accelerator, 1, all == null);
            all = all == null ? cost : all.plus(cost);
        }
        return all;
    }

    private LayerCost along(LoopDim loop, Layer layer, int index, int among) {
        int most = 1;
        LayerCost all = null;
        for (Geometry geometry : workload.contractions(index)) {
            int extent = geometry.extents[geometry.indexOf(loop)];
            int count = Math.ceilDiv(extent, among);
            int used = Math.ceilDiv(extent, count);
            Accelerator core = withLanes(accelerator.with(accelerator.dram().times(1.0 / used)), used);
            LayerCost together = null;
            for (int start = 0; start < extent; start += count) {
                Slice slice = new Slice(loop, start, Math.min(count, extent - start));
                Geometry piece = geometries.computeIfAbsent(slice.of(geometry.work), Geometry::new);
                LayerCost cost = cost(layer, index, piece, core, used, all == null);
                together = together == null ? cost : together.beside(cost);
            }
            most = Math.max(most, used);
            all = all == null ? together : all.plus(together);
        }
        return all.with(new CoreShare(Optional.of(loop), most), shared(all.dram(), layer, index, most));
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
        return machine.with(unit.withLanes(Math.multiplyExact(unit.lanes(), used)));
    }

    private LayerCost cost(Layer layer, int index, Geometry geometry, Accelerator core, int parts, boolean first) {
        LayerReads all = first ? AnalyticModel.readsAlone(workload, accelerator, layer, index) : LayerReads.NONE;
        LayerReads reads = new LayerReads(Math.ceilDiv(all.epilogueBytes(), (long) parts));
        MappingTask task = MatrixModel.task(layer, geometry, core, Site.EMPTY, reads, first);
        Choice choice = choices.computeIfAbsent(
                new Asked(mapper.ofLayer(layer.name()), task, parts),
                asked -> asked.mapper().map(task, core));
        return MatrixModel.cost(layer, geometry, core, Site.EMPTY, reads, CodedOperands.NONE, choice, first);
    }
}
