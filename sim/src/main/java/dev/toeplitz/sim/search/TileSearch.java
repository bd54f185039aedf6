package dev.toeplitz.sim.search;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Im2col;
import dev.toeplitz.sim.analytic.Ends;
import dev.toeplitz.sim.analytic.Geometry;
import dev.toeplitz.sim.analytic.MappingTask;
import dev.toeplitz.sim.analytic.Occupancy;
import dev.toeplitz.sim.analytic.Order;
import dev.toeplitz.sim.search.Candidates.Candidate;
import dev.toeplitz.terms.Operand;

/**
 * Branch and bound over a map space. Cuts of groups, K, M and N are fixed one after the other; a part of the space is left
 * out where its tiles cannot fit, or where the least array time, port time and DRAM bytes it could have are no better than
 * the best mapping so far. All bounds are figures of the same formulas with the least of what is still open put in, and
 * every formula grows, or stays, with each of its figures, so nothing better is ever left out.
 *
 * <p>One object serves one thread and any number of searches on one machine; searching allocates nothing.
 */
final class TileSearch {
    private static final int ORDERS = Order.all().length;

    private final Machine machine;
    private final Objective objective;
    private final AccessEnergy energy;
    private final Loads loads;
    private final HoldChoice holds;
    private final ReuseBound reuse;
    private final long[] free;
    private final long[] portBytes;

    private MapSpace space;
    private RoleTable groups;
    private RoleTable m;
    private RoleTable n;
    private RoleTable k;
    private boolean inputStays;
    private boolean weightStays;
    private boolean outputStays;
    private boolean expands;
    private long matrixBytes;
    private long vectorCycles;
    private long endCycles;
    private long otherBytes;
    private long macs;

    /** Collects what is the best on some machine, instead of the best on this one; null where one is wanted. */
    private Candidates candidates;

    // The best so far.
    boolean found;
    int bestGroups;
    int bestM;
    int bestN;
    int bestK;
    int bestOrder;
    int bestHolds;
    long bestCycles;
    long bestBytes;
    double bestValue;
    /** Cycles of array, ports and vector unit, whichever is slowest, and tiles of all. */
    long bestPace;

    long bestTiles;
    private long bestArrayCycles;

    // How each point of the space was dealt with.
    long visited;
    long equal;
    long unfit;
    long bounded;

    /** Bounds of the whole space. */
    long leastPace;

    long leastDramBytes;

    /** What no mapping can be better than. */
    private double leastValue;

    private double leastTie;

    private long leastArrayCycles;

    /** Of the cuts that are fixed. */
    private long tiles;

    // Of a partial or whole mapping, from below.
    private long cycles;
    private long pace;
    private long arrayCycles;
    private long allPortBytes;

    TileSearch(Machine machine, Objective objective, AccessEnergy energy) {
        this.machine = machine;
        this.objective = objective;
        this.energy = energy;
        free = new long[machine.buffers.length];
        portBytes = new long[machine.buffers.length];
        loads = new Loads(machine);
        holds = new HoldChoice(machine, free, loads, this::offer);
        reuse = new ReuseBound(machine, free);
    }

    /** Finds the mappings of which one is the fastest at whatever bandwidth. */
    Candidates candidates(MappingTask task, MapSpace mapSpace) {
        candidates = new Candidates(machine.setupCycles > 0);
        search(task, mapSpace);
        return candidates;
    }

    /** Finds the best mapping; afterwards the fields say which, and what was left out. */
    void search(MappingTask task, MapSpace mapSpace) {
        begin(task, mapSpace);
        pace(
                groups.leastFolds * k.leastFolds * m.leastFolds * n.leastFolds,
                groups.leastFoldCycles * k.leastFoldCycles * m.leastFoldCycles * n.leastFoldCycles,
                n.leastFolds,
                m.leastFolds,
                k.leastFolds);
        leastPace = pace;
        leastArrayCycles = arrayCycles;
        long least = holds.leastBytes(0) + otherBytes;
        leastDramBytes = least;
        finish(least, 1, loads.least(pace));
        leastValue = value(cycles, least);
        leastTie = tie(cycles, least);
        for (int g = 0; g < groups.count && !isOptimal(); g++) {
            for (int ki = 0; ki < k.count && !isOptimal(); ki++) {
                searchM(g, ki);
            }
        }
        // Nothing that is still open can be better than what no mapping is better than.
        bounded += isOptimal() ? space.undominated() - visited - equal - unfit - bounded : 0;
    }

    /** The best that was found. */
    Candidate best() {
        return new Candidate(
                bestGroups, bestM, bestN, bestK, bestOrder, bestHolds, bestPace, bestBytes, bestTiles, bestArrayCycles);
    }

    private void begin(MappingTask task, MapSpace mapSpace) {
        Accelerator accelerator = machine.accelerator;
        Geometry geometry = task.geometry();
        space = mapSpace;
        groups = space.groups;
        m = space.m;
        n = space.n;
        k = space.k;
        inputStays = task.site().inputStays();
        weightStays = task.site().weightStays();
        outputStays = task.site().outputStays();
        for (int i = 0; i < free.length; i++) {
            free[i] = task.site().free(machine.buffers[i]);
        }
        expands = Occupancy.expands(geometry, accelerator);
        boolean explicit = expands && accelerator.im2col() == Im2col.EXPLICIT;
        long matrix = groups.extent * m.extent * k.extent;
        macs = matrix * n.extent;
        matrixBytes = explicit ? Machine.bytes(matrix, machine.inputBits) : 0;
        long map = Machine.bytes(geometry.elements[Operand.INPUT.ordinal()], machine.inputBits);
        otherBytes = task.otherBytes() + (explicit ? matrixBytes + (inputStays ? 0 : map) : 0);
        vectorCycles = task.vectorCycles();
        endCycles = task.exposedCycles()
                + Ends.firstCycles(geometry, accelerator, task.site())
                + Ends.lastCycles(geometry, accelerator, task.site());
        loads.begin(task, space);
        holds.begin(task, space, expands, matrixBytes);
        found = false;
        bestCycles = Long.MAX_VALUE;
        bestBytes = Long.MAX_VALUE;
        bestValue = Double.POSITIVE_INFINITY;
        visited = 0;
        equal = 0;
        unfit = 0;
        bounded = 0;
    }

    private boolean isOptimal() {
        if (candidates != null) {
            return candidates.excludes(leastPace, leastDramBytes, 1, leastArrayCycles);
        }
        return found && bestValue <= leastValue && bestTie() <= leastTie && bestArrayCycles <= leastArrayCycles;
    }

    private void searchM(int g, int ki) {
        long folds = groups.folds[g] * k.folds[ki];
        long steps = groups.foldCycles[g] * k.foldCycles[ki];
        long rest = (long) m.count * n.count * ORDERS;
        pace(
                folds * m.leastFolds * n.leastFolds,
                steps * m.leastFoldCycles * n.leastFoldCycles,
                n.leastFolds,
                m.leastFolds,
                k.folds[ki]);
        if (isNoBetter(holds.leastBytes(g) + otherBytes, groups.trips[g] * k.trips[ki])) {
            bounded += rest;
            return;
        }
        for (int mi = 0; mi < m.count; mi++) {
            if (isOptimal()) {
                return;
            }
            searchN(g, ki, mi);
        }
    }

    private void searchN(int g, int ki, int mi) {
        if (!tilesFit(g, ki, mi, n.leastWeight, n.leastOutput)) {
            unfit += (long) n.count * ORDERS;
            return;
        }
        long folds = groups.folds[g] * k.folds[ki] * m.folds[mi];
        long steps = groups.foldCycles[g] * k.foldCycles[ki] * m.foldCycles[mi];
        long trips = groups.trips[g] * k.trips[ki] * m.trips[mi];
        long least = holds.leastBytes(g) + otherBytes;
        pace(folds * n.leastFolds, steps * n.leastFoldCycles, n.leastFolds, m.folds[mi], k.folds[ki]);
        if (isNoBetter(least, trips)) {
            bounded += (long) n.count * ORDERS;
            return;
        }
        holds.fix(g, ki, mi);
        holds.boundInput(reuse);
        int first = firstThatFits(g, ki, mi);
        unfit += (long) first * ORDERS;
        if (first == n.count) {
            return;
        }
        holds.boundAnyN(reuse);
        long reused = reuse.bytes(m.trips[mi], n.trips[first], k.trips[ki]) + otherBytes;
        if (isNoBetter(reused, trips * n.trips[first])) {
            bounded += (long) (n.count - first) * ORDERS;
            return;
        }
        for (int ni = first; ni < n.count; ni++) {
            if (isOptimal()) {
                return;
            }
            if (!tilesFit(g, ki, mi, n.weightMost[ni], n.outputMost[ni])) {
                unfit += ORDERS;
                continue;
            }
            pace(folds * n.folds[ni], steps * n.foldCycles[ni], n.folds[ni], m.folds[mi], k.folds[ki]);
            holds.fixN(ni, reuse);
            reused = reuse.bytes(m.trips[mi], n.trips[ni], k.trips[ki]) + otherBytes;
            if (isNoBetter(reused, trips * n.trips[ni])) {
                bounded += ORDERS;
                continue;
            }
            tiles = trips * n.trips[ni];
            visit();
        }
    }

    /** Cuts of N are sorted by trips: none before this one fits. */
    private int firstThatFits(int g, int ki, int mi) {
        int first = 0;
        while (first < n.count && !tilesFit(g, ki, mi, n.weightMost[first], n.outputMost[first])) {
            first++;
        }
        return first;
    }

    private void visit() {
        boolean fits = holds.choose(arrayCycles);
        visited += holds.visited;
        unfit += holds.unfit;
        equal += ORDERS - holds.visited - holds.unfit;
        if (fits && !loads.waitedFor) {
            offer(holds.bytes, 0, holds.order, holds.packedHolds);
        }
    }

    /** Takes the mapping with the cuts that {@link #holds} has fixed, if it is better. */
    private void offer(long heldBytes, long waits, int order, int packedHolds) {
        long bytes = heldBytes + otherBytes;
        if (isNoBetter(bytes, tiles, waits)) {
            return;
        }
        found = true;
        if (candidates != null) {
            candidates.add(new Candidate(
                    holds.g, holds.mi, holds.ni, holds.ki, order, packedHolds, pace, bytes, tiles, arrayCycles));
            return;
        }
        bestGroups = holds.g;
        bestK = holds.ki;
        bestM = holds.mi;
        bestN = holds.ni;
        bestOrder = order;
        bestHolds = packedHolds;
        bestCycles = cycles;
        bestBytes = bytes;
        bestPace = pace;
        bestArrayCycles = arrayCycles;
        bestTiles = tiles;
        bestValue = value(cycles, bytes);
    }

    /** Whether a tile of each operand fits; whatever is held takes at least that. */
    private boolean tilesFit(int g, int ki, int mi, long weightMost, long outputMost) {
        long input = expands
                ? groups.tilePoints[g] * k.tilePoints[ki] * m.tilePoints[mi]
                : groups.inputMost[g] * k.inputMost[ki] * m.inputMost[mi];
        long inputTakes = inputStays ? 0 : Machine.bytes(input, machine.inputBits);
        long weightTakes = weightStays
                ? 0
                : Machine.bytes(groups.weightMost[g] * k.weightMost[ki] * weightMost, machine.weightBits);
        long results = groups.outputMost[g] * m.outputMost[mi] * outputMost;
        boolean beside = machine.accumulatorBytes > 0;
        long sums = Machine.bytes(results, machine.sumBits);
        long outputTakes = outputStays ? 0 : beside ? Machine.bytes(results, machine.outputBits) : sums;
        long inInput = inputTakes
                + (machine.weightBuffer == machine.inputBuffer ? weightTakes : 0)
                + (machine.outputBuffer == machine.inputBuffer ? outputTakes : 0);
        long inWeight = weightTakes + (machine.outputBuffer == machine.weightBuffer ? outputTakes : 0);
        return inInput <= free[machine.inputBuffer]
                && inWeight <= free[machine.weightBuffer]
                && outputTakes <= free[machine.outputBuffer]
                && (!beside || sums <= machine.accumulatorBytes);
    }

    /** Sets the pace that array, ports and vector unit allow. */
    private void pace(long folds, long steps, long nFolds, long mFolds, long kFolds) {
        long input = Machine.bytes(groups.extent * m.extent * k.extent * nFolds, machine.inputBits);
        long weight = Machine.bytes(groups.extent * n.extent * k.extent * mFolds, machine.weightBits);
        long results = groups.extent * m.extent * n.extent;
        long output = machine.accumulatorBytes > 0
                ? Machine.bytes(results, machine.outputBits)
                : Machine.bytes(results * kFolds, machine.sumBits);
        allPortBytes = input + weight + output;
        arrayCycles = machine.arrayCycles(folds, steps);
        long most = Math.max(arrayCycles, vectorCycles);
        if (!machine.unlimitedPorts) {
            java.util.Arrays.fill(portBytes, 0);
            portBytes[machine.inputBuffer] += input;
            portBytes[machine.weightBuffer] += weight;
            portBytes[machine.outputBuffer] += output;
            for (int i = 0; i < portBytes.length; i++) {
                most = Math.max(most, Math.ceilDiv(portBytes[i], machine.port[i]));
            }
        }
        pace = most;
    }

    /** Sets the cycles that follow from the pace, from what passes DRAM and from waits for loads. */
    private void finish(long bytes, long tiles, long waits) {
        long memory = (long) Math.ceil(bytes / machine.dramBytesPerCycle) + tiles * machine.setupCycles;
        cycles = Math.max(pace + waits + machine.waits(bytes) + endCycles, memory);
    }

    private boolean isNoBetter(long bytes, long tiles) {
        return isNoBetter(bytes, tiles, loads.least(pace));
    }

    private boolean isNoBetter(long bytes, long tiles, long waits) {
        if (candidates != null) {
            return candidates.excludes(pace, bytes, tiles, arrayCycles);
        }
        finish(bytes, tiles, waits);
        double value = value(cycles, bytes);
        if (value != bestValue) {
            return value > bestValue;
        }
        // Where DRAM sets the pace, the array should still not fold more than it has to.
        double tie = tie(cycles, bytes);
        return tie > bestTie() || tie == bestTie() && arrayCycles >= bestArrayCycles;
    }

    private double value(long cycles, long bytes) {
        return switch (objective) {
            case CYCLES -> cycles;
            case ENERGY -> energy.picojoules(bytes, allPortBytes, macs);
            case EDP -> energy.picojoules(bytes, allPortBytes, macs) * cycles;
        };
    }

    private double tie(long cycles, long bytes) {
        return objective == Objective.CYCLES ? bytes : cycles;
    }

    private double bestTie() {
        return tie(bestCycles, bestBytes);
    }
}
