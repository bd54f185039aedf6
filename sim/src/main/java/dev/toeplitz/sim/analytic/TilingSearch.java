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
    /** The buffer of each operand. */
    private final Buffer[] buffers = new Buffer[OPERANDS.length];

    private final Buffer[] distinctBuffers;
    private final long[] free;
    private final long accumulatorBytes;
    private final double dramBytesPerCycle;
    /** Whether input and weight lie in one buffer. */
    private final boolean shares;

    private long inputFetches;
    private long weightFetches;
    private long spills;
    private final long[] trips = new long[MatrixAxis.values().length];
    private final Nest nest;
    private final Cut wholeGroups;
    private final Cut wholeM;
    private final Cut wholeN;
    private final Cut wholeK;

    /** Of each role the cut into single steps. */
    private Cut[] smallest;

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
        distinctBuffers = accelerator.buffers().toArray(Buffer[]::new);
        free = new long[distinctBuffers.length];
        for (int i = 0; i < free.length; i++) {
            free[i] = site.free(distinctBuffers[i]);
        }
        accumulatorBytes = accelerator.accumulators().bytes();
        dramBytesPerCycle = accelerator.dramBytesPerCycle();
        this.nest = nest;
        wholeGroups = new Cut(nest, array, MatrixAxis.GROUPS, nest.extents);
        wholeM = new Cut(nest, array, MatrixAxis.M, nest.extents);
        wholeN = new Cut(nest, array, MatrixAxis.N, nest.extents);
        wholeK = new Cut(nest, array, MatrixAxis.K, nest.extents);
        leastArrayCycles = arrayCycles(wholeGroups, wholeM, wholeN, wholeK);
        long leastBytes = dramBytes(wholeGroups, wholeM, wholeN, wholeK, Order.M_N_K);
        leastCycles = Math.max(leastArrayCycles, memoryCycles(wholeGroups, wholeM, wholeN, wholeK, leastBytes));
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
        if (fits(wholeGroups, wholeM, wholeN, wholeK)) {
            consider(wholeGroups, wholeM, wholeN, wholeK, Order.M_N_K);
            return;
        }
        Cut[] groupCuts = Cuts.of(nest, array, MatrixAxis.GROUPS);
        Cut[] mCuts = Cuts.of(nest, array, MatrixAxis.M);
        Cut[] nCuts = Cuts.of(nest, array, MatrixAxis.N);
        Cut[] kCuts = Cuts.of(nest, array, MatrixAxis.K);
        smallest = new Cut[] {smallest(groupCuts), smallest(mCuts), smallest(nCuts), smallest(kCuts)};
        for (Cut groups : groupCuts) {
            for (Cut m : mCuts) {
                for (Cut n : nCuts) {
                    if (cannotWin(groups, m, n)) {
                        continue;
                    }
                    for (Cut k : kCuts) {
                        if (arrayCycles(groups, m, n, k) <= bestCycles && fits(groups, m, n, k)) {
                            considerOrders(groups, m, n, k);
                        }
                    }
                    if (bestCycles <= leastCycles && bestArrayCycles <= leastArrayCycles) {
                        return;
                    }
                }
            }
        }
    }

    private static Cut smallest(Cut[] cuts) {
        Cut smallest = cuts[0];
        for (Cut cut : cuts) {
            smallest = cut.trips > smallest.trips ? cut : smallest;
        }
        return smallest;
    }

    /** No cut of K makes room for these, or even uncut K folds more slowly than the best so far. */
    private boolean cannotWin(Cut groups, Cut m, Cut n) {
        return arrayCycles(groups, m, n, wholeK) > bestCycles || !fits(groups, m, n, smallest[MatrixAxis.K.ordinal()]);
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
        return operand == Operand.OUTPUT ? wholePartial(groups) : tileBytes(operand, groups, wholeM, wholeN, wholeK);
    }

    private long wholePartial(Cut groups) {
        return partialTile(groups, wholeM, wholeN, wholeK);
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
        for (int i = 0; i < distinctBuffers.length; i++) {
            if (need(distinctBuffers[i], single, groups, m, n, k) > free[i]) {
                return false;
            }
        }
        return accumulatorBytes == 0 || partialTile(groups, m, n, k) <= accumulatorBytes;
    }

    /** Bytes of a buffer that one tile of each operand it holds takes, twice where the next is loaded meanwhile. */
    private long need(Buffer buffer, boolean single, Cut groups, Cut m, Cut n, Cut k) {
        long bytes = 0;
        for (Operand operand : OPERANDS) {
            boolean takes = buffers[operand.ordinal()] == buffer && !site.stays(operand);
            bytes += takes ? tileBytes(operand, groups, m, n, k) : 0;
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
        Cut groups = smallest[MatrixAxis.GROUPS.ordinal()];
        Cut m = smallest[MatrixAxis.M.ordinal()];
        Cut n = smallest[MatrixAxis.N.ordinal()];
        Cut k = smallest[MatrixAxis.K.ordinal()];
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
