package dev.toeplitz.sim.analytic;

import dev.toeplitz.graph.work.Layer;
import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Im2col;
import dev.toeplitz.sim.analytic.TilingSearch.Choice;
import dev.toeplitz.sim.cost.ArrayUse;
import dev.toeplitz.sim.cost.BufferAccesses;
import dev.toeplitz.sim.cost.Cause;
import dev.toeplitz.sim.cost.Engine;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.Stream;
import dev.toeplitz.sim.cost.Traffic;
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
    private final Choice choice;
    private final boolean explicit;

    private MatrixModel(
            Layer layer, Geometry geometry, Accelerator accelerator, Site site, LayerReads reads, Choice choice) {
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
            Choice choice,
            boolean withFollowers) {
        return new MatrixModel(layer, geometry, accelerator, site, reads, choice).cost(withFollowers);
    }

    /** The best way to run a contraction; depends on its shape, the machine and what stays on the chip alone. */
    static Choice choose(Geometry geometry, Accelerator accelerator, Site site) {
        boolean expands = geometry.expandsInput() && accelerator.im2col() != Im2col.IMPLICIT;
        return TilingSearch.best(new Nest(geometry, accelerator.peArray().dataflow()), accelerator, site, expands);
    }

    private LayerCost cost(boolean withFollowers) {
        Traffic dram = traffic();
        BufferAccesses accesses = accesses();
        long array = ArrayStage.cycles(accelerator.peArray(), choice.folds(), choice.foldSteps());
        boolean hidden = accelerator.vectorUnit().fusesEpilogues();
        long vector = withFollowers ? followers(hidden) : 0;
        long busy = hidden ? array : Math.addExact(array, vector);
        return new LayerCost(
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
    }

    private long followers(boolean hidden) {
        return hidden ? VectorModel.pipelined(layer, accelerator) : VectorModel.cycles(layer, accelerator);
    }

    private StallLedger stalls(Traffic dram, long busy, long array, long hiddenVector) {
        StallLedger ledger = new StallLedger();
        long ports = new Ports(accelerator).cycles(choice.groups(), choice.m(), choice.n(), choice.k());
        // On the chip the slowest of array, ports and vector unit sets the pace; each excess has its own name.
        long pace = array;
        ledger.add(Cause.BUFFER_PORT, ports - pace);
        pace = Math.max(pace, ports);
        ledger.add(Cause.VECTOR_UNIT, hiddenVector - pace);
        pace = Math.max(pace, hiddenVector) + (busy - array);
        long first = cyclesOf(firstBytes()) + setup();
        long last = cyclesOf(lastBytes()) + (site.outputStays() ? 0 : setup());
        long memory = cyclesOf(dram.total()) + Math.multiplyExact(choice.tiles(), setup());
        ledger.add(Cause.FIRST_TILE, first).add(Cause.LAST_TILE, last);
        return ledger.addBandwidth(Math.max(0, memory - first - last - pace), dram);
    }

    private long setup() {
        return accelerator.dma().setupCycles();
    }

    private long cyclesOf(long bytes) {
        return (long) Math.ceil(Site.cyclesOf(bytes, accelerator));
    }

    /** What the first fold waits for: the stationary operand's PEs filled, and one step of each streaming operand. */
    private long firstBytes() {
        long rows = accelerator.peArray().rows();
        long cols = accelerator.peArray().cols();
        Operand stationary = accelerator.peArray().dataflow().stationary();
        long input = stationary == Operand.INPUT ? rows * cols : rows;
        long weight = stationary == Operand.WEIGHT ? rows * cols : stationary == Operand.INPUT ? rows : cols;
        long inputBytes = site.inputStays() ? 0 : bytes(Operand.INPUT, Math.min(input, whole(Operand.INPUT)));
        long weightBytes = site.weightStays() ? 0 : bytes(Operand.WEIGHT, Math.min(weight, whole(Operand.WEIGHT)));
        return inputBytes + weightBytes;
    }

    /** Elements of a whole operand, whatever tiles it is cut into. */
    private long whole(Operand operand) {
        return geometry.elements[operand.ordinal()];
    }

    /** The last row of results that leaves the array. */
    private long lastBytes() {
        long results = Math.min(accelerator.peArray().cols(), whole(Operand.OUTPUT));
        return site.outputStays() ? 0 : bytes(Operand.OUTPUT, results);
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
            bytes.put(Stream.INPUT_READ, read(Operand.INPUT, choice.inputFetches()));
        }
        if (!site.weightStays()) {
            bytes.put(Stream.WEIGHT_READ, read(Operand.WEIGHT, choice.weightFetches()));
        }
        if (!site.outputStays()) {
            bytes.put(Stream.OUTPUT_WRITE, bytes(Operand.OUTPUT, choice.summed(Operand.OUTPUT.ordinal())));
        }
        long spills = choice.spills();
        long partial = accelerator.precision().accumulator().bytes(choice.summed(Operand.OUTPUT.ordinal()));
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
        bytes.put(Stream.INPUT_READ, matrix * choice.inputFetches());
    }

    private long read(Operand operand, long fetches) {
        return Math.multiplyExact(bytes(operand, choice.summed(operand.ordinal())), fetches);
    }

    private long[] tripsByRole() {
        long[] trips = new long[MatrixAxis.values().length];
        trips[MatrixAxis.GROUPS.ordinal()] = choice.groups().trips;
        trips[MatrixAxis.M.ordinal()] = choice.m().trips;
        trips[MatrixAxis.N.ordinal()] = choice.n().trips;
        trips[MatrixAxis.K.ordinal()] = choice.k().trips;
        return trips;
    }

    private BufferAccesses accesses() {
        return new BufferAccesses(
                Ports.inputReads(choice.groups(), choice.m(), choice.n(), choice.k()),
                Ports.weightReads(choice.groups(), choice.m(), choice.n(), choice.k()),
                Ports.outputWrites(choice.groups(), choice.m(), choice.n(), choice.k()));
    }

    private Tiling tiling() {
        Map<LoopDim, Integer> tile = new EnumMap<>(LoopDim.class);
        Map<MatrixAxis, Long> trips = new EnumMap<>(MatrixAxis.class);
        long[] byRole = tripsByRole();
        for (MatrixAxis role : MatrixAxis.values()) {
            trips.put(role, byRole[role.ordinal()]);
        }
        var loops = work.contract().loops().list();
        for (int i = 0; i < loops.size(); i++) {
            tile.put(loops.get(i).dim(), tileOf(i));
        }
        return new Tiling(tile, trips, choice.order().roles());
    }

    private int tileOf(int loop) {
        return switch (work.roles().get(loop)) {
            case GROUPS -> choice.groups().tile[loop];
            case M -> choice.m().tile[loop];
            case N -> choice.n().tile[loop];
            case K -> choice.k().tile[loop];
        };
    }
}
