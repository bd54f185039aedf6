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
 * Several accelerators of one kind, each with its own buffers and vector unit, that share one DRAM. Each
 * contraction is cut along one loop, every core takes a piece and maps it anew for an equal part of the bandwidth, and the
 * slowest sets the time, or what DRAM takes for the bytes of all; of output channels, rows, batch and groups, by all cores or by a power of two of them, the way with the fewest cycles is taken, or
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

    /** One core's part of a contraction with the mapping that it has. */
    private record Piece(LayerCost cost, Part.Mapped mapped) {}

    private LayerCost whole(Layer layer, int index) {
        return stages(wholly(layer, index));
    }

    private List<List<Piece>> wholly(Layer layer, int index) {
        List<List<Piece>> stages = new ArrayList<>();
        for (Geometry geometry : workload.contractions(index)) {
            stages.add(List.of(piece(layer, index, geometry, 1, stages.isEmpty())));
        }
        return stages;
    }

    private LayerCost along(LoopDim loop, Layer layer, int index, int among) {
        List<List<Piece>> stages = divided(loop, layer, index, among);
        LayerCost all = stages(stages);
        int most = stages.stream().mapToInt(List::size).max().orElseThrow();
        return all.with(new CoreShare(Optional.of(loop), most), shared(all.dram(), layer, index, most));
    }

    /** Each contraction's pieces along a loop, one after the other. */
    private List<List<Piece>> divided(LoopDim loop, Layer layer, int index, int among) {
        List<List<Piece>> stages = new ArrayList<>();
        for (Geometry geometry : workload.contractions(index)) {
            int extent = geometry.extents[geometry.indexOf(loop)];
            int count = Math.ceilDiv(extent, among);
            int used = Math.ceilDiv(extent, count);
            List<Piece> pieces = new ArrayList<>();
            for (int start = 0; start < extent; start += count) {
                Slice slice = new Slice(loop, start, Math.min(count, extent - start));
                Geometry part = geometries.computeIfAbsent(slice.of(geometry.work), Geometry::new);
                pieces.add(piece(layer, index, part, used, stages.isEmpty()));
            }
            stages.add(pieces);
        }
        return stages;
    }

    private LayerCost stages(List<List<Piece>> stages) {
        return stages.stream().map(this::together).reduce(LayerCost::plus).orElseThrow();
    }

    /** All pieces at once: the slowest sets the time, or DRAM, which passes the bytes of all of them. */
    private LayerCost together(List<Piece> pieces) {
        LayerCost slowest =
                pieces.stream().map(Piece::cost).reduce(LayerCost::beside).orElseThrow();
        long memory = (long) Math.ceil(Site.cyclesOf(slowest.dram().total(), accelerator));
        StallLedger stalls = new StallLedger();
        slowest.stalls().forEach(stall -> stalls.add(stall.cause(), stall.cycles()));
        stalls.addBandwidth(Math.max(0, memory - slowest.cycles()), slowest.dram());
        return slowest.with(slowest.busyCycles(), stalls.stalls());
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

    /**
     * Mapped for a core that has its part of the bandwidth, and costed as if it had all: others may want less of it.
     *
     * @param used cores that share the contraction
     */
    private Piece piece(Layer layer, int index, Geometry geometry, int used, boolean first) {
        LayerReads all = first ? AnalyticModel.readsAlone(workload, accelerator, layer, index) : LayerReads.NONE;
        LayerReads reads = new LayerReads(Math.ceilDiv(all.epilogueBytes(), (long) used));
        Accelerator machine = withLanes(accelerator, used);
        Accelerator core = machine.with(machine.dram().times(1.0 / used));
        MappingTask task = MatrixModel.task(layer, geometry, core, Site.EMPTY, reads, first);
        Choice choice = choices.computeIfAbsent(
                new Asked(mapper.ofLayer(layer.name()), task, used),
                asked -> asked.mapper().map(task, core));
        LayerCost cost =
                MatrixModel.cost(layer, geometry, machine, Site.EMPTY, reads, CodedOperands.NONE, choice, first);
        return new Piece(cost, new Part.Mapped(choice, geometry, Site.EMPTY, CodedOperands.NONE));
    }

    /** What runs at once on a network's cores, one stage after the other, by the ways that {@link #share} takes. */
    public static List<Stage> stages(Workload workload, Accelerator accelerator, Mapper mapper) {
        Accelerator core = accelerator.withCores(1);
        MultiCore model = new MultiCore(workload, core, accelerator.cores(), mapper);
        List<LayerCost> divided = model.divided();
        if (cycles(AnalyticModel.cost(workload, core, mapper).layers()) < cycles(divided)) {
            return AnalyticModel.parts(workload, core, mapper).stream()
                    .map(Stage::of)
                    .toList();
        }
        List<Stage> stages = new ArrayList<>();
        for (int i = 0; i < divided.size(); i++) {
            stages.addAll(model.stagesOf(i, divided.get(i)));
        }
        return stages;
    }

    private List<LayerCost> divided() {
        List<LayerCost> divided = new ArrayList<>();
        for (int i = 0; i < workload.layers().size(); i++) {
            divided.add(layer(i).best());
        }
        return divided;
    }

    private List<Stage> stagesOf(int index, LayerCost cost) {
        Layer layer = workload.layers().get(index);
        if (workload.contractions(index).isEmpty()) {
            return List.of(evenly(index, cost));
        }
        CoreShare share = cost.share();
        List<List<Piece>> pieces = share.by()
                .map(loop -> divided(loop, layer, index, share.used()))
                .orElseGet(() -> wholly(layer, index));
        List<Stage> stages = new ArrayList<>();
        for (List<Piece> each : pieces) {
            LayerCost together = together(each);
            Traffic dram = stages.isEmpty() ? shared(together.dram(), layer, index, share.used()) : together.dram();
            long vectors = stages.isEmpty() ? AnalyticModel.vectorBytesOf(workload, accelerator, index) : 0;
            List<Part> parts = new ArrayList<>();
            for (Piece piece : each) {
                long beside = Math.ceilDiv(vectors, (long) each.size());
                parts.add(Part.tiled(index, piece.cost(), piece.mapped(), accelerator, beside));
            }
            stages.add(new Stage(together.with(share, dram), parts));
        }
        return stages;
    }

    /** A layer without contractions: each core has as many of its bytes and as many lane cycles as any other. */
    private Stage evenly(int index, LayerCost cost) {
        int used = cost.share().used();
        BufferBytes all = cost.engine() == Engine.VECTOR_UNIT
                ? BufferBytes.ofVectors(workload.layers().get(index), accelerator)
                : BufferBytes.NONE;
        List<Part> parts = new ArrayList<>();
        for (int core = 0; core < used; core++) {
            Map<Stream, Long> bytes = new EnumMap<>(Stream.class);
            for (Map.Entry<Stream, Long> each : cost.dram().bytes().entrySet()) {
                long until = each.getValue() / used * (core + 1) + each.getValue() % used * (core + 1) / used;
                long from = each.getValue() / used * core + each.getValue() % used * core / used;
                bytes.put(each.getKey(), until - from);
            }
            parts.add(Part.untiled(index, cost.with(cost.share(), new Traffic(bytes)), all.share(1, used)));
        }
        return new Stage(cost, parts);
    }
}
