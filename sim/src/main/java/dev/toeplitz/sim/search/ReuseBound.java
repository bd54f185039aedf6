package dev.toeplitz.sim.search;

/**
 * The fewest DRAM bytes that some cuts allow, whatever the order of tiles and what the buffers hold.
 *
 * <p>Some loop over tiles is the innermost of those with more than one tile. The operand that it does not move may be
 * loaded once. Each of the other two moves with it, and so is loaded once for every tile along the role that does not move
 * it, unless its buffer has room for a strip: all it meets while the innermost loop runs, or for all of it. What tiles
 * share is loaded with each of them, unless there is room for all along M. Blocks of steps may ask for more loads of an operand
 * than tiles do ({@link Loads}).
 */
final class ReuseBound {
    private final Machine machine;
    private final long[] free;
    private final boolean inputAndWeight;
    private final boolean inputAndSums;
    private final boolean weightAndSums;

    // What each operand takes at least: anyhow, and as a strip along one role; of partial sums, beside the array or
    // not.
    long inputTakes;
    long inputAlongM;
    long inputAlongK;
    long weightTakes;
    long weightAlongN;
    long weightAlongK;
    long outputTakes;
    long sumsAlongM;
    long sumsAlongN;

    // What one pass loads: in tiles, and where all along M is held.
    long inputLoads;
    long inputLoadsAlongM;
    long weightLoads;
    long outputStores;
    /** One time out and back. */
    long spill;

    /** How often input and weights are loaded at least. */
    long inputFetches;

    long weightFetches;

    ReuseBound(Machine machine, long[] free) {
        this.machine = machine;
        this.free = free;
        boolean besides = machine.accumulatorBytes > 0;
        inputAndWeight = machine.inputBuffer == machine.weightBuffer;
        inputAndSums = !besides && machine.inputBuffer == machine.outputBuffer;
        weightAndSums = !besides && machine.weightBuffer == machine.outputBuffer;
    }

    /** The bound; N may be cut into more than {@code nTrips} tiles. */
    long bytes(long mTrips, long nTrips, long kTrips) {
        long inputRoom = room(machine.inputBuffer) + inputTakes;
        long weightRoom = room(machine.weightBuffer) + weightTakes;
        long sumRoom =
                machine.accumulatorBytes > 0 ? machine.accumulatorBytes : room(machine.outputBuffer) + outputTakes;
        boolean inputM = inputAlongM <= inputRoom;
        boolean inputK = inputAlongK <= inputRoom;
        boolean weightN = weightAlongN <= weightRoom;
        boolean weightK = weightAlongK <= weightRoom;
        boolean sumsM = sumsAlongM <= sumRoom;
        boolean sumsN = sumsAlongN <= sumRoom;
        long inputLeast = (inputM ? inputLoadsAlongM : inputLoads) * inputFetches;
        long moreInput = inputLoads * Math.max(nTrips, inputFetches) - inputLeast;
        long moreWeight = weightLoads * (Math.max(mTrips, weightFetches) - weightFetches);
        long moreSums = spill * (kTrips - 1);
        // N innermost: the input is loaded once.
        long more = more(
                weightN,
                moreWeight,
                sumsN,
                moreSums,
                weightAndSums && weightAlongN + sumsAlongN > weightRoom + outputTakes);
        if (mTrips > 1) {
            more = Math.min(
                    more,
                    more(
                            inputM,
                            moreInput,
                            sumsM,
                            moreSums,
                            inputAndSums && inputAlongM + sumsAlongM > inputRoom + outputTakes));
        }
        if (kTrips > 1) {
            more = Math.min(
                    more,
                    more(
                            inputK,
                            moreInput,
                            weightK,
                            moreWeight,
                            inputAndWeight && inputAlongK + weightAlongK > inputRoom + weightTakes));
        }
        return inputLeast + weightLoads * weightFetches + outputStores + more;
    }

    /** What two operands load again; of strips that do not fit together, one at least. */
    private static long more(boolean first, long moreFirst, boolean second, long moreSecond, boolean notBoth) {
        return first && second && notBoth
                ? Math.min(moreFirst, moreSecond)
                : (first ? 0 : moreFirst) + (second ? 0 : moreSecond);
    }

    /** What is left of a buffer when it holds the least of every operand. */
    private long room(int buffer) {
        return free[buffer]
                - (machine.inputBuffer == buffer ? inputTakes : 0)
                - (machine.weightBuffer == buffer ? weightTakes : 0)
                - (machine.outputBuffer == buffer ? outputTakes : 0);
    }
}
