package dev.toeplitz.sim.analytic;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.PeArray;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.MatrixAxis;
import dev.toeplitz.terms.Operand;

/**
 * Finds the cut of each role and the order of tiles that take the fewest cycles, and among those keep the array busy
 * shortest and move the fewest bytes.
 * Exhaustive over {@link Cuts} × {@link Order}; it stops where a tiling is as fast as the whole work in unlimited buffers.
 */
final class TilingSearch {
    private static final Operand[] OPERANDS = Operand.values();
    private static final int INPUT = Operand.INPUT.ordinal();
    private static final int WEIGHT = Operand.WEIGHT.ordinal();
    private static final int OUTPUT = Operand.OUTPUT.ordinal();

    private final Accelerator accelerator;
    private final PeArray array;
    private final Ports ports;
    private final Site site;
    private final boolean expandsInput;
    private final DataType[] types;
    private final Buffer[] buffers = new Buffer[OPERANDS.length];
    /** Whether input and weight lie in one buffer. */
    private final boolean shares;

    private long inputFetches;
    private long weightFetches;
    private long spills;
    private final long[] trips = new long[MatrixAxis.values().length];
    private final Cut[] groupCuts;
    private final Cut[] mCuts;
    private final Cut[] nCuts;
    private final Cut[] kCuts;

    private Choice best;
    /** What the work takes where nothing has to be cut: no cut folds better or moves less. */
    private final double leastCycles;

    private final long leastArrayCycles;
    private double bestCycles = Double.POSITIVE_INFINITY;
    private long bestArrayCycles = Long.MAX_VALUE;
    private long bestBytes = Long.MAX_VALUE;

    /**
     * A complete way to cut and order a contraction.
     *
     * @param inputFetches how often each tile of the input is loaded; likewise for the weight
     * @param spills how often partial sums leave the chip and come back
     */
    record Choice(Cut groups, Cut m, Cut n, Cut k, Order order, long inputFetches, long weightFetches, long spills) {
        long folds() {
            return groups.folds * m.folds * n.folds * k.folds;
        }

        long foldSteps() {
            return groups.foldSteps * m.foldSteps * n.foldSteps * k.foldSteps;
        }

        /** Distinct elements of an operand, summed over its tiles, each loaded once. */
        long summed(int operand) {
            return groups.summed[operand] * m.summed[operand] * n.summed[operand] * k.summed[operand];
        }

        /** Elements of an operand's largest tile. */
        long most(int operand) {
            return groups.most[operand] * m.most[operand] * n.most[operand] * k.most[operand];
        }

        long tiles() {
            return groups.trips * m.trips * n.trips * k.trips;
        }
    }

    private TilingSearch(Nest nest, Accelerator accelerator, Site site, boolean expandsInput) {
        this.accelerator = accelerator;
        this.array = accelerator.peArray();
        this.ports = new Ports(accelerator);
        this.site = site;
        this.expandsInput = expandsInput;
        types = new DataType[] {
            accelerator.precision().input(),
            accelerator.precision().weight(),
            accelerator.precision().output()
        };
        for (Operand operand : OPERANDS) {
            buffers[operand.ordinal()] = accelerator.buffer(operand);
        }
        shares = buffers[INPUT] == buffers[WEIGHT];
        groupCuts = Cuts.of(nest, array, MatrixAxis.GROUPS);
        mCuts = Cuts.of(nest, array, MatrixAxis.M);
        nCuts = Cuts.of(nest, array, MatrixAxis.N);
        kCuts = Cuts.of(nest, array, MatrixAxis.K);
        leastArrayCycles = arrayCycles(groupCuts[0], mCuts[0], nCuts[0], kCuts[0]);
        long leastBytes = dramBytes(groupCuts[0], mCuts[0], nCuts[0], kCuts[0], Order.M_N_K);
        leastCycles = Math.max(leastArrayCycles, memoryCycles(groupCuts[0], mCuts[0], nCuts[0], kCuts[0], leastBytes));
    }

    /**
     * The best way to run a contraction.
     *
     * @param expandsInput whether the input's tile lies in its buffer as a Toeplitz matrix
     */
    static Choice best(Nest nest, Accelerator accelerator, Site site, boolean expandsInput) {
        TilingSearch search = new TilingSearch(nest, accelerator, site, expandsInput);
        search.run();
        if (search.best == null) {
            throw search.nothingFits();
        }
        return search.best;
    }

    private void run() {
        for (Cut groups : groupCuts) {
            for (Cut m : mCuts) {
                for (Cut n : nCuts) {
                    for (Cut k : kCuts) {
                        if (fits(groups, m, n, k)) {
                            considerOrders(groups, m, n, k);
                        }
                        if (bestCycles <= leastCycles && bestArrayCycles <= leastArrayCycles) {
                            return;
                        }
                    }
                }
            }
        }
    }

    private void considerOrders(Cut groups, Cut m, Cut n, Cut k) {
        int looping = (m.trips > 1 ? 1 : 0) + (n.trips > 1 ? 1 : 0) + (k.trips > 1 ? 1 : 0);
        if (looping <= 1) {
            consider(groups, m, n, k, Order.M_N_K);
            return;
        }
        for (Order order : Order.all()) {
            consider(groups, m, n, k, order);
        }
    }

    private void consider(Cut groups, Cut m, Cut n, Cut k, Order order) {
        long arrayCycles = arrayCycles(groups, m, n, k);
        long bytes = dramBytes(groups, m, n, k, order);
        double onChip = Math.max(arrayCycles, ports.cycles(groups, m, n, k));
        double cycles = Math.max(onChip, memoryCycles(groups, m, n, k, bytes));
        boolean better = cycles < bestCycles
                || cycles == bestCycles
                        && (arrayCycles < bestArrayCycles || arrayCycles == bestArrayCycles && bytes < bestBytes);
        if (better) {
            best = new Choice(groups, m, n, k, order, inputFetches, weightFetches, spills);
            bestCycles = cycles;
            bestArrayCycles = arrayCycles;
            bestBytes = bytes;
        }
    }

    private long arrayCycles(Cut groups, Cut m, Cut n, Cut k) {
        long folds = groups.folds * m.folds * n.folds * k.folds;
        long steps = groups.foldSteps * m.foldSteps * n.foldSteps * k.foldSteps;
        return ArrayStage.cycles(array, folds, steps);
    }

    private double memoryCycles(Cut groups, Cut m, Cut n, Cut k, long bytes) {
        long tiles = groups.trips * m.trips * n.trips * k.trips;
        return bytes / accelerator.dramBytesPerCycle()
                + tiles * (double) accelerator.dma().setupCycles();
    }

    private long dramBytes(Cut groups, Cut m, Cut n, Cut k, Order order) {
        countFetches(groups, m, n, k, order);
        long bytes = site.inputStays() ? 0 : bytes(INPUT, groups, m, n, k) * inputFetches;
        bytes += site.weightStays() ? 0 : bytes(WEIGHT, groups, m, n, k) * weightFetches;
        bytes += site.outputStays() ? 0 : bytes(OUTPUT, groups, m, n, k);
        return bytes + 2 * spills * partialBytes(groups, m, n, k);
    }

    /**
     * By the order of loops alone; but an operand of which a buffer has room for all is loaded once, whatever the order.
     * Where there is room for either input or weight, the one that would be loaded again for more bytes has it.
     */
    private void countFetches(Cut groups, Cut m, Cut n, Cut k, Order order) {
        trips[MatrixAxis.M.ordinal()] = m.trips;
        trips[MatrixAxis.N.ordinal()] = n.trips;
        trips[MatrixAxis.K.ordinal()] = k.trips;
        inputFetches = order.fetches(MatrixAxis.N, trips);
        weightFetches = order.fetches(MatrixAxis.M, trips);
        spills = order.fetches(MatrixAxis.K, trips) - 1;
        if (spills > 0 && room(groups, m, n, k, Operand.OUTPUT) >= 0) {
            spills = 0;
        }
        boolean weightFirst = (weightFetches - 1) * bytes(WEIGHT, groups, m, n, k)
                > (inputFetches - 1) * bytes(INPUT, groups, m, n, k);
        if (weightFirst) {
            keepWeight(groups, m, n, k, 0);
            keepInput(groups, m, n, k, weightFetches == 1 && shares ? whole(Operand.WEIGHT, groups) : 0);
        } else {
            keepInput(groups, m, n, k, 0);
            keepWeight(groups, m, n, k, inputFetches == 1 && shares ? whole(Operand.INPUT, groups) : 0);
        }
    }

    private void keepInput(Cut groups, Cut m, Cut n, Cut k, long taken) {
        if (inputFetches > 1 && room(groups, m, n, k, Operand.INPUT) >= taken) {
            inputFetches = 1;
        }
    }

    private void keepWeight(Cut groups, Cut m, Cut n, Cut k, long taken) {
        if (weightFetches > 1 && room(groups, m, n, k, Operand.WEIGHT) >= taken) {
            weightFetches = 1;
        }
    }

    /** Bytes left in an operand's buffer when it holds all of the operand and a tile of each other; negative if it cannot. */
    private long room(Cut groups, Cut m, Cut n, Cut k, Operand operand) {
        if (operand == Operand.OUTPUT && accelerator.accumulators().present()) {
            return accelerator.accumulators().bytes() - wholePartial(groups);
        }
        Buffer buffer = buffers[operand.ordinal()];
        long tiles = 0;
        for (Operand other : OPERANDS) {
            if (other != operand && buffers[other.ordinal()] == buffer && !site.stays(other)) {
                tiles += tileBytes(other, groups, m, n, k);
            }
        }
        return site.free(buffer) - (buffer.doubleBuffered() ? 2 * tiles : tiles) - whole(operand, groups);
    }

    private long whole(Operand operand, Cut groups) {
        return operand == Operand.OUTPUT
                ? wholePartial(groups)
                : tileBytes(operand, groups, mCuts[0], nCuts[0], kCuts[0]);
    }

    private long wholePartial(Cut groups) {
        return partialTile(groups, mCuts[0], nCuts[0], kCuts[0]);
    }

    private long bytes(int operand, Cut groups, Cut m, Cut n, Cut k) {
        long elements = groups.summed[operand] * m.summed[operand] * n.summed[operand] * k.summed[operand];
        return type(operand).bytes(elements);
    }

    private long partialBytes(Cut groups, Cut m, Cut n, Cut k) {
        long elements = groups.summed[OUTPUT] * m.summed[OUTPUT] * n.summed[OUTPUT] * k.summed[OUTPUT];
        return accelerator.precision().accumulator().bytes(elements);
    }

    private DataType type(int operand) {
        return types[operand];
    }

    private boolean fits(Cut groups, Cut m, Cut n, Cut k) {
        boolean single = groups.trips * m.trips * n.trips * k.trips == 1;
        for (Buffer buffer : accelerator.buffers()) {
            if (need(buffer, single, groups, m, n, k) > site.free(buffer)) {
                return false;
            }
        }
        return !accelerator.accumulators().present()
                || partialTile(groups, m, n, k) <= accelerator.accumulators().bytes();
    }

    /** Bytes of a buffer that one tile of each operand it holds takes, twice where the next is loaded meanwhile. */
    private long need(Buffer buffer, boolean single, Cut groups, Cut m, Cut n, Cut k) {
        long bytes = 0;
        for (Operand operand : buffer.holds()) {
            bytes += site.stays(operand) ? 0 : tileBytes(operand, groups, m, n, k);
        }
        return buffer.doubleBuffered() && !single ? 2 * bytes : bytes;
    }

    private long tileBytes(Operand operand, Cut groups, Cut m, Cut n, Cut k) {
        int i = operand.ordinal();
        if (operand == Operand.INPUT && expandsInput) {
            return type(i).bytes(tilePoints(groups) * tilePoints(m) * tilePoints(k));
        }
        if (operand == Operand.OUTPUT && !accelerator.accumulators().present()) {
            return partialTile(groups, m, n, k);
        }
        return type(i).bytes(groups.most[i] * m.most[i] * n.most[i] * k.most[i]);
    }

    /** Elements of the Toeplitz matrix along one role of a tile. */
    private static long tilePoints(Cut cut) {
        return Math.ceilDiv(cut.points, cut.trips);
    }

    private long partialTile(Cut groups, Cut m, Cut n, Cut k) {
        long elements = groups.most[OUTPUT] * m.most[OUTPUT] * n.most[OUTPUT] * k.most[OUTPUT];
        return accelerator.precision().accumulator().bytes(elements);
    }

    private InputException nothingFits() {
        Cut groups = groupCuts[groupCuts.length - 1];
        Cut m = mCuts[mCuts.length - 1];
        Cut n = nCuts[nCuts.length - 1];
        Cut k = kCuts[kCuts.length - 1];
        for (Buffer buffer : accelerator.buffers()) {
            long need = need(buffer, false, groups, m, n, k);
            if (need > site.free(buffer)) {
                return tooSmall("buffer '%s'".formatted(buffer.name()), site.free(buffer), need);
            }
        }
        return tooSmall("accumulators", accelerator.accumulators().bytes(), partialTile(groups, m, n, k));
    }

    private static InputException tooSmall(String what, long has, long needs) {
        return new InputException(
                "the %s of the accelerator have %,d free bytes, and the smallest tile takes %,d"
                        .formatted(what, has, needs),
                "%,d bytes more".formatted(needs - has),
                "give a larger buffer or a smaller array");
    }
}
