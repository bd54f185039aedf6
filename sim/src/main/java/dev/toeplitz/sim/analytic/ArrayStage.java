package dev.toeplitz.sim.analytic;

import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.hw.Interconnect;
import dev.toeplitz.hw.PeArray;
import dev.toeplitz.terms.MatrixAxis;

/**
 * Folds a contraction over the PE array. Without shadow registers every fold pays for itself: a systolic one takes T + R
 * + C − 2 cycles, and R more to load a stationary input or weight (Samajdar et al., SCALE-Sim, ISPASS 2020, equations 1
 * to 4, where T is the extent in time and R × C the array). With them folds follow each other without a gap, as long as
 * loading R rows takes no longer than the T steps of the fold before.
 */
public final class ArrayStage {
    private ArrayStage() {}

    /** The time of a contraction that is not cut. */
    public static ArrayTime time(MatrixWork work, PeArray array) {
        Nest nest = new Nest(work, array);
        long folds = 1;
        long foldSteps = 1;
        long foldCycles = 1;
        for (MatrixAxis role : MatrixAxis.values()) {
            Cut whole = new Cut(nest, role, nest.extents);
            folds = Math.multiplyExact(folds, whole.folds);
            foldSteps = Math.multiplyExact(foldSteps, whole.foldSteps);
            foldCycles = Math.multiplyExact(foldCycles, whole.foldCycles);
        }
        return new ArrayTime(folds, cycles(array, folds, foldCycles), efficiency(work.macs(), array, foldSteps));
    }

    /**
     * Cycles of {@code folds} folds whose cycles in time sum to {@code foldCycles}. Several MAC units in a PE share them.
     */
    public static long cycles(PeArray array, long folds, long foldCycles) {
        long steps = Math.ceilDiv(foldCycles, (long) array.macsPerPe());
        return switch (array.dataflow().interconnect()) {
            case Interconnect.Systolic _ ->
                array.shadowRegisters() ? gapless(array, folds, steps) : steps + folds * fillAndDrain(array);
            case Interconnect.Broadcast(int pipelineCycles) -> steps + folds * pipelineCycles;
        };
    }

    /** What each fold pays beside its steps: loading, if an operand stays, and the skew across the array. */
    public static long fillAndDrain(PeArray array) {
        return (array.dataflow().preloads() ? 2L : 1L) * array.rows() + array.cols() - 2;
    }

    private static long gapless(PeArray array, long folds, long steps) {
        // The last fold has none behind it to load for.
        return Math.max(steps, (folds - 1) * array.rows() + steps / folds) + fillAndDrain(array);
    }

    /** PEs that do useful work in a fold's steps, as a share of all. */
    static double efficiency(long macs, PeArray array, long foldSteps) {
        return macs / ((double) foldSteps * array.rows() * array.cols());
    }
}
