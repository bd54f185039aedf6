package dev.toeplitz.sim.analytic;

import dev.toeplitz.graph.work.Layer;
import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Im2col;
import dev.toeplitz.sim.cost.ArrayUse;
import dev.toeplitz.sim.cost.BufferAccesses;
import dev.toeplitz.sim.cost.Cause;
import dev.toeplitz.sim.cost.Engine;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.Stream;
import dev.toeplitz.sim.cost.Traffic;
import dev.toeplitz.sim.mapping.Hold;
import dev.toeplitz.sim.mapping.Tiling;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.MatrixAxis;
import dev.toeplitz.terms.Operand;
import java.util.EnumMap;
import java.util.Map;

/**
 * Cost of a layer on the array. Array, buffer ports, DRAM and vector unit overlap tile by tile, so that the slowest of
 * them sets the pace; before it stands the arrival of what the first fold needs, after it the departure of the last
 * results. What the pace loses against the array is a stall, under the cause that sets it.
 */
final class MatrixModel {
    private final Layer layer;
    private final Geometry geometry;
    private final MatrixWork work;
    private final Accelerator accelerator;
    private final Site site;
    private final LayerReads reads;
    private final CodedOperands coded;
    private final Choice choice;
    private final boolean explicit;

    private MatrixModel(
            Layer layer,
            Geometry geometry,
            Accelerator accelerator,
            Site site,
            LayerReads reads,
            CodedOperands coded,
            Choice choice) {
        this.coded = coded;
        this.layer = layer;
        this.geometry = geometry;
        this.work = geometry.work;
        this.accelerator = accelerator;
        this.site = site;
        this.reads = reads;
        this.explicit = geometry.expandsInput() && accelerator.im2col() == Im2col.EXPLICIT;
        this.choice = choice;
    }

    /**
     * @param withFollowers whether the layer's element-wise work is counted here
     */
    static LayerCost cost(
            Layer layer,
            Geometry geometry,
            Accelerator accelerator,
            Site site,
            LayerReads reads,
            CodedOperands coded,
            Choice choice,
            boolean withFollowers) {
        return new MatrixModel(layer, geometry, accelerator, site, reads, coded, choice).cost(withFollowers);
    }

    /** A contraction of a layer as a mapper sees it. */
    static MappingTask task(
            Layer layer,
            Geometry geometry,
            Accelerator accelerator,
            Site site,
            LayerReads reads,
            boolean withFollowers) {
        boolean hidden = accelerator.vectorUnit().fusesEpilogues();
        long vector = withFollowers ? followers(layer, accelerator) : 0;
        return new MappingTask(geometry, site, hidden ? vector : 0, hidden ? 0 : vector, reads.epilogueBytes());
    }

    private LayerCost cost(boolean withFollowers) {
        Traffic uncoded = traffic();
        Traffic dram = coded.of(uncoded, reads);
        BufferAccesses accesses = accesses();
        long array = ArrayStage.cycles(accelerator.peArray(), choice.folds(), choice.foldCycles());
        boolean hidden = accelerator.vectorUnit().fusesEpilogues();
        long vector = withFollowers ? followers(layer, accelerator) : 0;
        long busy = hidden ? array : Math.addExact(array, vector);
        LayerCost cost = new LayerCost(
                layer,
                Engine.ARRAY,
                work.macs(),
                withFollowers ? VectorModel.operations(layer) : 0,
                busy,
                array,
                vector,
                stalls(dram, busy, array, hidden ? vector : 0).stalls(),
                dram,
                accesses,
                new ArrayUse(
                        choice.folds(), ArrayStage.efficiency(work.macs(), accelerator.peArray(), choice.foldSteps())),
                tiling());
        return dram == uncoded ? cost : cost.withUncoded(uncoded);
    }

    private static long followers(Layer layer, Accelerator accelerator) {
        return accelerator.vectorUnit().fusesEpilogues()
                ? VectorModel.pipelined(layer, accelerator)
                : VectorModel.cycles(layer, accelerator);
    }

    private StallLedger stalls(Traffic dram, long busy, long array, long hiddenVector) {
        StallLedger ledger = new StallLedger();
        long ports = new Ports(accelerator).cycles(choice);
        // On the chip the slowest of array, ports and vector unit sets the pace; each excess has its own name.
        long pace = array;
        ledger.add(Cause.BUFFER_PORT, ports - pace);
        pace = Math.max(pace, ports);
        ledger.add(Cause.VECTOR_UNIT, hiddenVector - pace);
        pace = Math.max(pace, hiddenVector) + (busy - array);
        RequestTime requests = RequestTime.of(choice, accelerator, dram);
        long first = Math.max(Ends.firstCycles(geometry, accelerator, site, coded), requests.first());
        long last = Math.max(Ends.lastCycles(geometry, accelerator, site, coded), requests.last());
        long memory = cyclesOf(dram.total()) + Math.multiplyExact(choice.tiles(), setup());
        memory = Math.max(memory, requests.cycles(first, last));
        ledger.add(Cause.FIRST_TILE, first).add(Cause.LAST_TILE, last);
        for (Map.Entry<Cause, Long> wait : ArrayWaits.of(dram, accelerator).entrySet()) {
            ledger.add(wait.getKey(), wait.getValue());
            pace += wait.getValue();
        }
        for (Map.Entry<Cause, Long> wait :
                new LoadTime(choice, accelerator, site).waits(array).entrySet()) {
            ledger.add(wait.getKey(), wait.getValue());
            pace += wait.getValue();
        }
        return ledger.addBandwidth(Math.max(0, memory - first - last - pace), dram);
    }

    private long setup() {
        return accelerator.dma().setupCycles();
    }

    private long cyclesOf(long bytes) {
        return (long) Math.ceil(Site.cyclesOf(bytes, accelerator));
    }

    /** Elements of a whole operand, whatever tiles it is cut into. */
    private long whole(Operand operand) {
        return geometry.elements[operand.ordinal()];
    }

    private long bytes(Operand operand, long elements) {
        return switch (operand) {
            case INPUT -> accelerator.precision().input().bytes(elements);
            case WEIGHT -> accelerator.precision().weight().bytes(elements);
            case OUTPUT -> accelerator.precision().output().bytes(elements);
        };
    }

    private Traffic traffic() {
        Map<Stream, Long> bytes = new EnumMap<>(Stream.class);
        if (explicit) {
            toeplitz(bytes);
        } else if (!site.inputStays()) {
            bytes.put(Stream.INPUT_READ, read(Operand.INPUT));
        }
        if (!site.weightStays()) {
            bytes.put(Stream.WEIGHT_READ, read(Operand.WEIGHT));
        }
        if (!site.outputStays()) {
            bytes.put(Stream.OUTPUT_WRITE, bytes(Operand.OUTPUT, choice.summed(Operand.OUTPUT)));
        }
        long spills = choice.spills();
        long partial = accelerator.precision().accumulator().bytes(choice.summed(Operand.OUTPUT));
        bytes.put(Stream.PARTIAL_SUM_WRITE, spills * partial);
        bytes.put(Stream.PARTIAL_SUM_READ, spills * partial);
        bytes.put(Stream.EPILOGUE_READ, reads.epilogueBytes());
        return new Traffic(bytes);
    }

    /** The matrix in memory: read the map once, write the matrix, and then read that instead of the map. */
    private void toeplitz(Map<Stream, Long> bytes) {
        long matrix = bytes(Operand.INPUT, work.groups() * work.m() * work.k());
        bytes.put(Stream.IM2COL_READ, site.inputStays() ? 0 : bytes(Operand.INPUT, whole(Operand.INPUT)));
        bytes.put(Stream.IM2COL_WRITE, matrix);
        bytes.put(
                Stream.INPUT_READ,
                Math.multiplyExact(matrix, new LoadTime(choice, accelerator, site).fetches(Operand.INPUT)));
    }

    private long read(Operand operand) {
        long fetches = new LoadTime(choice, accelerator, site).fetches(operand);
        return Math.multiplyExact(bytes(operand, choice.summed(operand)), fetches);
    }

    private BufferAccesses accesses() {
        return new BufferAccesses(
                Ports.passes(choice, Operand.INPUT),
                Ports.passes(choice, Operand.WEIGHT),
                Ports.passes(choice, Operand.OUTPUT));
    }

    private Tiling tiling() {
        Map<LoopDim, Integer> tile = new EnumMap<>(LoopDim.class);
        Map<MatrixAxis, Long> trips = new EnumMap<>(MatrixAxis.class);
        for (MatrixAxis role : MatrixAxis.values()) {
            trips.put(role, choice.cut(role).trips);
        }
        var loops = work.contract().loops().list();
        for (int i = 0; i < loops.size(); i++) {
            tile.put(loops.get(i).dim(), choice.tile(i));
        }
        Map<Operand, Hold> holds = new EnumMap<>(Operand.class);
        for (Operand operand : Operand.values()) {
            holds.put(operand, choice.hold(operand));
        }
        return new Tiling(tile, trips, choice.order().roles(), holds, choice.nest().placement, choice.proof());
    }
}
