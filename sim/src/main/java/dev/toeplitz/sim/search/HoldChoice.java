package dev.toeplitz.sim.search;

import dev.toeplitz.sim.analytic.MappingTask;
import dev.toeplitz.sim.mapping.Hold;

/**
 * For one cut of every role: in which order the tiles run, and what the buffers hold meanwhile, so that the fewest bytes
 * pass DRAM. It goes through all orders that differ and all holds that fit.
 *
 * <p>What an operand takes and loads depends on which of its two roles of M, N, K it is held whole along: four cases, in
 * flat arrays, by the bits below.
 */
final class HoldChoice {
    private static final int HOLDS = Hold.values().length;
    private static final int CASES = 4;
    private static final int BOTH = CASES - 1;
    /** Takes what the buffers may hold with the cuts that are fixed. */
    interface Ways {
        void offer(long bytes, long waits, int order, int packedHolds);
    }

    private final Machine machine;
    private final long[] free;
    private final Loads loads;
    private final Ways ways;
    private final long[] inputTakes = new long[CASES];
    private final long[] inputLoads = new long[CASES];
    private final long[] weightTakes = new long[CASES];
    private final long[] weightLoads = new long[CASES];
    private final long[] outputTakes = new long[CASES];
    private final long[] outputStores = new long[CASES];
    private final long[] sumTakes = new long[CASES];
    private final long[] sumMoves = new long[CASES];

    private RoleTable m;
    private RoleTable n;
    private RoleTable k;
    private RoleTable groups;
    private boolean inputStays;
    private boolean weightStays;
    private boolean outputStays;
    private boolean expands;
    /** Bytes that a pass over the Toeplitz matrix in DRAM loads; 0 where there is none. */
    private long matrixBytes;

    int g;
    int mi;
    int ni;
    int ki;
    /** Loads of what is held whole or in strips, which are the least. */
    private long leastInputFetches;

    private long leastWeightFetches;
    private long inputFetches;
    private long weightFetches;
    private long spills;

    /** What {@link #choose} found. */
    long bytes;

    int order;
    int packedHolds;
    /** Orders that were worked out, and those in which nothing fits. */
    int visited;

    int unfit;

    /**
     * @param ways where the array waits for loads, so that the fewest bytes need not be the fastest, is offered all that fits
     */
    HoldChoice(Machine machine, long[] free, Loads loads, Ways ways) {
        this.machine = machine;
        this.free = free;
        this.loads = loads;
        this.ways = ways;
    }

    void begin(MappingTask task, MapSpace space, boolean expands, long matrixBytes) {
        groups = space.groups;
        m = space.m;
        n = space.n;
        k = space.k;
        inputStays = task.site().inputStays();
        weightStays = task.site().weightStays();
        outputStays = task.site().outputStays();
        leastInputFetches = loads.inputFetches;
        leastWeightFetches = loads.weightFetches;
        this.expands = expands;
        this.matrixBytes = matrixBytes;
    }

    /** DRAM bytes of the three operands where each is loaded no more often than it has to be, whatever the other cuts. */
    long leastBytes(int groupCut) {
        // Held whole, an operand does not meet its tiles' overlaps; so each is taken whole along M, N and K.
        long input = groups.inputSum[groupCut] * m.inputSum[0] * k.inputSum[0];
        long weights = groups.weightSum[groupCut] * n.weightSum[0] * k.weightSum[0];
        long results = groups.outputSum[groupCut] * m.outputSum[0] * n.outputSum[0];
        boolean fixed = matrixBytes > 0 || inputStays;
        return leastInputFetches * (fixed ? matrixBytes : Machine.bytes(input, machine.inputBits))
                + (weightStays ? 0 : leastWeightFetches * Machine.bytes(weights, machine.weightBits))
                + (outputStays ? 0 : Machine.bytes(results, machine.outputBits));
    }

    /** Fixes all but the cut of N: that is all the input depends on. */
    void fix(int groupCut, int kCut, int mCut) {
        g = groupCut;
        ki = kCut;
        mi = mCut;
        boolean next = machine.doubled[machine.inputBuffer];
        long tile = inputTake(0);
        for (int held = 0; held < CASES; held++) {
            boolean replaced = next && replaced(held, m.trips[mi], k.trips[ki]);
            inputTakes[held] = inputStays ? 0 : inputTake(held) + (replaced ? tile : 0);
            inputLoads[held] = inputLoad(held);
        }
    }

    private long inputTake(int held) {
        int mCut = (held & 1) == 0 ? mi : 0;
        int kCut = (held & 2) == 0 ? ki : 0;
        long elements = expands
                ? groups.tilePoints[g] * m.tilePoints[mCut] * k.tilePoints[kCut]
                : groups.inputMost[g] * m.inputMost[mCut] * k.inputMost[kCut];
        return Machine.bytes(elements, machine.inputBits);
    }

    private long inputLoad(int held) {
        return matrixBytes > 0 || inputStays ? matrixBytes : mapLoad(held);
    }

    /** Of the map, though what lies in DRAM may be its Toeplitz matrix. */
    private long mapLoad(int held) {
        int mCut = (held & 1) == 0 ? mi : 0;
        int kCut = (held & 2) == 0 ? ki : 0;
        return Machine.bytes(groups.inputSum[g] * m.inputSum[mCut] * k.inputSum[kCut], machine.inputBits);
    }

    private boolean replaced(int held, long firstTrips, long secondTrips) {
        return groups.trips[g] > 1 || (held & 1) == 0 && firstTrips > 1 || (held & 2) == 0 && secondTrips > 1;
    }

    /** Fills in what the input takes and loads; after {@link #fix}. */
    void boundInput(ReuseBound bound) {
        bound.inputTakes = least(inputTakes);
        bound.inputAlongM = Math.min(inputTakes[1], inputTakes[BOTH]);
        bound.inputAlongK = Math.min(inputTakes[2], inputTakes[BOTH]);
        bound.inputLoads = inputLoads[2];
        bound.inputLoadsAlongM = inputLoads[BOTH];
        long weights = groups.weightSum[g] * n.weightSum[0] * k.weightSum[0];
        bound.weightLoads = weightStays ? 0 : Machine.bytes(weights, machine.weightBits);
        long results = groups.outputSum[g] * m.outputSum[0] * n.outputSum[0];
        bound.outputStores = outputStays ? 0 : Machine.bytes(results, machine.outputBits);
        bound.spill = 2 * Machine.bytes(results, machine.sumBits);
        bound.inputFetches = leastInputFetches;
        bound.weightFetches = leastWeightFetches;
    }

    /** Fills in what weights and results take at least, whatever the cut of N. */
    void boundAnyN(ReuseBound bound) {
        long weights = groups.weightMost[g] * k.weightMost[ki];
        bound.weightTakes = weightStays ? 0 : Machine.bytes(weights * n.leastWeight, machine.weightBits);
        bound.weightAlongN = weightStays ? 0 : Machine.bytes(weights * n.weightMost[0], machine.weightBits);
        long allOfK = groups.weightMost[g] * k.weightMost[0] * n.leastWeight;
        bound.weightAlongK = weightStays ? 0 : Machine.bytes(allOfK, machine.weightBits);
        long results = groups.outputMost[g] * m.outputMost[mi];
        int bits = machine.accumulatorBytes > 0 ? machine.outputBits : machine.sumBits;
        bound.outputTakes = outputStays ? 0 : Machine.bytes(results * n.leastOutput, bits);
        bound.sumsAlongN = Machine.bytes(results * n.outputMost[0], machine.sumBits);
        bound.sumsAlongM = Machine.bytes(groups.outputMost[g] * m.outputMost[0] * n.leastOutput, machine.sumBits);
    }

    /** Fixes the cut of N too, and fills in what weights and results take with it. */
    void fixN(int nCut, ReuseBound bound) {
        ni = nCut;
        weights();
        outputs();
        bound.weightTakes = least(weightTakes);
        bound.weightAlongN = Math.min(weightTakes[1], weightTakes[BOTH]);
        bound.weightAlongK = Math.min(weightTakes[2], weightTakes[BOTH]);
        long[] sums = machine.accumulatorBytes > 0 ? sumTakes : outputTakes;
        bound.outputTakes = outputStays ? 0 : least(outputTakes);
        bound.sumsAlongM = Math.min(sums[1], sums[BOTH]);
        bound.sumsAlongN = Math.min(sums[2], sums[BOTH]);
    }

    private static long least(long[] cases) {
        return Math.min(Math.min(cases[0], cases[1]), Math.min(cases[2], cases[BOTH]));
    }

    /** The least bytes of the cuts that are fixed, with which the array takes so long; false where nothing fits. */
    boolean choose(long arrayCycles) {
        bytes = Long.MAX_VALUE;
        visited = 0;
        unfit = 0;
        int looping = (m.trips[mi] > 1 ? 1 : 0) | (n.trips[ni] > 1 ? 2 : 0) | (k.trips[ki] > 1 ? 4 : 0);
        for (int each : Strips.DIFFERENT[looping]) {
            fetches(each);
            if (loads.waitedFor ? offerOrder(each, arrayCycles) : tryOrder(each)) {
                visited++;
            } else {
                unfit++;
            }
        }
        return visited > 0;
    }

    private void weights() {
        boolean next = machine.doubled[machine.weightBuffer];
        long tile = 0;
        for (int held = 0; held < CASES; held++) {
            int nCut = (held & 1) == 0 ? ni : 0;
            int kCut = (held & 2) == 0 ? ki : 0;
            long most =
                    Machine.bytes(groups.weightMost[g] * n.weightMost[nCut] * k.weightMost[kCut], machine.weightBits);
            tile = held == 0 ? most : tile;
            boolean replaced = next && replaced(held, n.trips[ni], k.trips[ki]);
            weightTakes[held] = weightStays ? 0 : most + (replaced ? tile : 0);
            weightLoads[held] = weightStays
                    ? 0
                    : Machine.bytes(groups.weightSum[g] * n.weightSum[nCut] * k.weightSum[kCut], machine.weightBits);
        }
    }

    private void outputs() {
        boolean next = machine.doubled[machine.outputBuffer];
        boolean beside = machine.accumulatorBytes > 0;
        long results = groups.outputMost[g] * m.outputMost[mi] * n.outputMost[ni];
        long tile = Machine.bytes(results, beside ? machine.outputBits : machine.sumBits);
        for (int held = 0; held < CASES; held++) {
            int mCut = (held & 1) == 0 ? mi : 0;
            int nCut = (held & 2) == 0 ? ni : 0;
            long most = Machine.bytes(groups.outputMost[g] * m.outputMost[mCut] * n.outputMost[nCut], machine.sumBits);
            long sum = groups.outputSum[g] * m.outputSum[mCut] * n.outputSum[nCut];
            long following = next && replaced(held, m.trips[mi], n.trips[ni]) ? tile : 0;
            outputTakes[held] = beside ? (outputStays ? 0 : tile + following) : most + following;
            sumTakes[held] = beside ? most : 0;
            outputStores[held] = outputStays ? 0 : Machine.bytes(sum, machine.outputBits);
            sumMoves[held] = 2 * Machine.bytes(sum, machine.sumBits);
        }
    }

    private void fetches(int each) {
        switch (each) {
            case 0, 1 -> { // K inside
                inputFetches = fetches(each == 0, n.trips[ni], m.trips[mi], k.trips[ki]);
                weightFetches = fetches(each == 1, m.trips[mi], n.trips[ni], k.trips[ki]);
                spills = 0;
            }
            case 2, 4 -> { // N inside
                inputFetches = 1;
                weightFetches = fetches(each == 4, m.trips[mi], k.trips[ki], n.trips[ni]);
                spills = fetches(each == 2, k.trips[ki], m.trips[mi], n.trips[ni]) - 1;
            }
            default -> { // M inside
                inputFetches = fetches(each == 5, n.trips[ni], k.trips[ki], m.trips[mi]);
                weightFetches = 1;
                spills = fetches(each == 3, k.trips[ki], n.trips[ni], m.trips[mi]) - 1;
            }
        }
        inputFetches = Math.max(inputFetches, leastInputFetches);
        weightFetches = Math.max(weightFetches, leastWeightFetches);
    }

    /** As {@link Order#fetches}: of a loop in the middle or outside, which does not move the operand. */
    private static long fetches(boolean inTheMiddle, long trips, long otherTrips, long innerTrips) {
        long movingInside = inTheMiddle ? innerTrips : otherTrips * innerTrips;
        return movingInside == 1 ? 1 : trips;
    }

    private boolean tryOrder(int each) {
        int inputStrip = Strips.INPUT_STRIP[each];
        int weightStrip = Strips.WEIGHT_STRIP[each];
        int outputStrip = Strips.OUTPUT_STRIP[each];
        boolean fits = false;
        for (int i = 0; i < HOLDS; i++) {
            int iCase = caseOf(i, inputStrip);
            long iTakes = inputTakes[iCase];
            if (iTakes > free[machine.inputBuffer] || i == 1 && isNoStrip(inputStrip)) {
                continue;
            }
            long iBytes = inputLoads[iCase] * (i == 0 ? inputFetches : leastInputFetches);
            for (int w = 0; w < HOLDS; w++) {
                int wCase = caseOf(w, weightStrip);
                long wTakes = weightTakes[wCase] + (machine.weightBuffer == machine.inputBuffer ? iTakes : 0);
                if (wTakes > free[machine.weightBuffer] || w == 1 && isNoStrip(weightStrip)) {
                    continue;
                }
                long iwBytes = iBytes + weightLoads[wCase] * (w == 0 ? weightFetches : leastWeightFetches);
                for (int o = 0; o < HOLDS; o++) {
                    int oCase = caseOf(o, outputStrip);
                    if (o == 1 && isNoStrip(outputStrip) || !outputFits(o, oCase, iTakes, wTakes)) {
                        continue;
                    }
                    fits = true;
                    long all = iwBytes + outputStores[oCase] + (o == 0 ? spills * sumMoves[oCase] : 0);
                    if (all < bytes) {
                        bytes = all;
                        order = each;
                        packedHolds = i + HOLDS * (w + HOLDS * o);
                    }
                }
            }
        }
        return fits;
    }

    /** As {@link #tryOrder}, but what fits is offered with its waits: these need not be least where bytes are. */
    private boolean offerOrder(int each, long arrayCycles) {
        boolean fits = false;
        for (int packed = 0; packed < HOLDS * HOLDS * HOLDS; packed++) {
            int i = packed % HOLDS;
            int w = packed / HOLDS % HOLDS;
            int o = packed / (HOLDS * HOLDS);
            int iCase = caseOf(i, Strips.INPUT_STRIP[each]);
            int wCase = caseOf(w, Strips.WEIGHT_STRIP[each]);
            int oCase = caseOf(o, Strips.OUTPUT_STRIP[each]);
            long wTakes = weightTakes[wCase] + (machine.weightBuffer == machine.inputBuffer ? inputTakes[iCase] : 0);
            if (i == 1 && isNoStrip(Strips.INPUT_STRIP[each])
                    || w == 1 && isNoStrip(Strips.WEIGHT_STRIP[each])
                    || o == 1 && isNoStrip(Strips.OUTPUT_STRIP[each])
                    || inputTakes[iCase] > free[machine.inputBuffer]
                    || wTakes > free[machine.weightBuffer]
                    || !outputFits(o, oCase, inputTakes[iCase], wTakes)) {
                continue;
            }
            fits = true;
            long iFetches = i == 0 ? inputFetches : leastInputFetches;
            long wFetches = w == 0 ? weightFetches : leastWeightFetches;
            long loaded = inputLoads[iCase] * iFetches + weightLoads[wCase] * wFetches;
            long waits = loads.inputWaits(mapLoad(iCase), iFetches, arrayCycles)
                    + loads.weightWaits(weightLoads[wCase], wFetches, arrayCycles);
            long stored = outputStores[oCase] + (o == 0 ? spills * sumMoves[oCase] : 0);
            ways.offer(loaded + stored, waits, each, packed);
        }
        return fits;
    }

    private boolean outputFits(int o, int oCase, long iTakes, long wTakes) {
        long takes = machine.accumulatorBytes == 0 && outputStays && o == 0 ? 0 : outputTakes[oCase];
        if (machine.outputBuffer == machine.weightBuffer) {
            takes += wTakes;
        } else if (machine.outputBuffer == machine.inputBuffer) {
            takes += iTakes;
        }
        return takes <= free[machine.outputBuffer] && sumTakes[oCase] <= machine.accumulatorBytes;
    }

    private static int caseOf(int hold, int strip) {
        return hold == 0 ? 0 : hold == 1 ? strip : BOTH;
    }

    /** A strip that is a tile, or everything. */
    private static boolean isNoStrip(int strip) {
        return strip == 0 || strip == BOTH;
    }

    /** What a packed number says of one operand. */
    static Hold hold(int packed, int operand) {
        int divisor = operand == 0 ? 1 : operand == 1 ? HOLDS : HOLDS * HOLDS;
        return Hold.values()[packed / divisor % HOLDS];
    }
}
