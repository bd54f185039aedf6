package dev.toeplitz.sim.analytic;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.Im2col;
import dev.toeplitz.hw.PeArray;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.MatrixAxis;
import dev.toeplitz.terms.Operand;

/**
 * Finds the cut of each role and the order of tiles that take the fewest cycles, and among those move the fewest bytes.
 * Exhaustive over {@link Cuts} × {@link Order}; it stops where a tiling is as fast as the whole work in unlimited buffers.
 */
final class TilingSearch {
    private static final int INPUT = Operand.INPUT.ordinal();
    private static final int WEIGHT = Operand.WEIGHT.ordinal();
    private static final int OUTPUT = Operand.OUTPUT.ordinal();

    private final Accelerator accelerator;
    private final PeArray array;
    private final Site site;
    private final boolean expandsInput;
    private final long[] trips = new long[MatrixAxis.values().length];
    private final Cut[] groupCuts;
    private final Cut[] mCuts;
    private final Cut[] nCuts;
    private final Cut[] kCuts;

    private Choice best;
    /** What the work takes where nothing has to be cut: no cut folds better or moves less. */
    private final double leastCycles;
    private double bestCycles = Double.POSITIVE_INFINITY;
    private long bestBytes = Long.MAX_VALUE;

    /** A complete way to cut and order a contraction. */
    record Choice(Cut groups, Cut m, Cut n, Cut k, Order order) {
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

        /** Elements of the Toeplitz matrix in one tile. */
        long expandedTile() {
            return tilePoints(groups) * tilePoints(m) * tilePoints(k);
        }

        private static long tilePoints(Cut cut) {
            return Math.ceilDiv(cut.points, cut.trips);
        }

        long tiles() {
            return groups.trips * m.trips * n.trips * k.trips;
        }
    }

    private TilingSearch(Nest nest, Accelerator accelerator, Site site, boolean expandsInput) {
        this.accelerator = accelerator;
        this.array = accelerator.peArray();
        this.site = site;
        this.expandsInput = expandsInput;
        groupCuts = Cuts.of(nest, array, MatrixAxis.GROUPS);
        mCuts = Cuts.of(nest, array, MatrixAxis.M);
        nCuts = Cuts.of(nest, array, MatrixAxis.N);
        kCuts = Cuts.of(nest, array, MatrixAxis.K);
        leastCycles = cycles(groupCuts[0], mCuts[0], nCuts[0], kCuts[0], Order.M_N_K);
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
                        if (bestCycles <= leastCycles) {
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
        double cycles = cycles(groups, m, n, k, order);
        if (cycles > bestCycles) {
            return;
        }
        long bytes = dramBytes(groups, m, n, k, order);
        if (cycles < bestCycles || bytes < bestBytes) {
            best = new Choice(groups, m, n, k, order);
            bestCycles = cycles;
            bestBytes = bytes;
        }
    }

    private double cycles(Cut groups, Cut m, Cut n, Cut k, Order order) {
        long folds = groups.folds * m.folds * n.folds * k.folds;
        long steps = groups.foldSteps * m.foldSteps * n.foldSteps * k.foldSteps;
        long setup = groups.trips * m.trips * n.trips * k.trips * accelerator.dma().setupCycles();
        double memory = dramBytes(groups, m, n, k, order) / accelerator.dramBytesPerCycle() + setup;
        return Math.max(ArrayStage.cycles(array, folds, steps), memory);
    }

    private long dramBytes(Cut groups, Cut m, Cut n, Cut k, Order order) {
        trips[MatrixAxis.M.ordinal()] = m.trips;
        trips[MatrixAxis.N.ordinal()] = n.trips;
        trips[MatrixAxis.K.ordinal()] = k.trips;
        long bytes = 0;
        if (!site.inputStays()) {
            bytes += bytes(INPUT, groups, m, n, k) * order.fetches(MatrixAxis.N, trips);
        }
        if (!site.weightStays()) {
            bytes += bytes(WEIGHT, groups, m, n, k) * order.fetches(MatrixAxis.M, trips);
        }
        if (!site.outputStays()) {
            bytes += bytes(OUTPUT, groups, m, n, k);
        }
        long spills = order.fetches(MatrixAxis.K, trips) - 1;
        return spills == 0 ? bytes : bytes + 2 * spills * partialBytes(groups, m, n, k);
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
        return switch (Operand.values()[operand]) {
            case INPUT -> accelerator.precision().input();
            case WEIGHT -> accelerator.precision().weight();
            case OUTPUT -> accelerator.precision().output();
        };
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
            return type(i).bytes(new Choice(groups, m, n, k, Order.M_N_K).expandedTile());
        }
        if (operand == Operand.OUTPUT && !accelerator.accumulators().present()) {
            return partialTile(groups, m, n, k);
        }
        return type(i).bytes(groups.most[i] * m.most[i] * n.most[i] * k.most[i]);
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
                "the %s of the accelerator have %,d free bytes, and the smallest tile takes %,d".formatted(what, has, needs),
                "%,d bytes more".formatted(needs - has),
                "give a larger buffer or a smaller array");
    }

    /** Whether the Toeplitz matrix of the input is made at the buffer. */
    static boolean expands(Im2col im2col) {
        return im2col != Im2col.IMPLICIT;
    }
}
