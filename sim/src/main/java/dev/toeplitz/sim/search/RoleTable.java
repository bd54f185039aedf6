package dev.toeplitz.sim.search;

import dev.toeplitz.sim.analytic.Cut;
import dev.toeplitz.sim.analytic.Nest;
import dev.toeplitz.terms.MatrixAxis;
import dev.toeplitz.terms.Operand;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The cuts of one role in flat arrays, fewest tiles first, so that the whole role is cut 0. Left out are cuts to which
 * another one is no worse in any figure: every cost grows, or stays, with every figure. Where the array waits for loads, a
 * cost may fall with those that waits depend on ({@link LoadBound}); there another one has to be equal in these.
 */
final class RoleTable {
    /** Cuts in the space, before any is left out. */
    final int points;
    /** Cuts left. */
    final int count;

    final int[][] tile;
    final long[] trips;
    final long[] folds;
    final long[] foldCycles;
    final long[] tilePoints;
    final long[] inputSum;
    final long[] weightSum;
    final long[] outputSum;
    final long[] inputMost;
    final long[] weightMost;
    final long[] outputMost;
    /** Steps of the role, whole. */
    final long extent;

    final long leastFolds;
    final long leastFoldCycles;
    final long leastTilePoints;
    final long leastInput;
    final long leastWeight;
    final long leastOutput;

    private RoleTable(List<Cut> cuts, int points) {
        this.points = points;
        count = cuts.size();
        tile = cuts.stream().map(cut -> cut.tile).toArray(int[][]::new);
        trips = column(cuts, cut -> cut.trips);
        folds = column(cuts, cut -> cut.folds);
        foldCycles = column(cuts, cut -> cut.foldCycles);
        tilePoints = column(cuts, cut -> cut.tilePoints);
        inputSum = column(cuts, cut -> cut.summed[Operand.INPUT.ordinal()]);
        weightSum = column(cuts, cut -> cut.summed[Operand.WEIGHT.ordinal()]);
        outputSum = column(cuts, cut -> cut.summed[Operand.OUTPUT.ordinal()]);
        inputMost = column(cuts, cut -> cut.most[Operand.INPUT.ordinal()]);
        weightMost = column(cuts, cut -> cut.most[Operand.WEIGHT.ordinal()]);
        outputMost = column(cuts, cut -> cut.most[Operand.OUTPUT.ordinal()]);
        extent = cuts.getFirst().points;
        leastFolds = least(folds);
        leastFoldCycles = least(foldCycles);
        leastTilePoints = least(tilePoints);
        leastInput = least(inputMost);
        leastWeight = least(weightMost);
        leastOutput = least(outputMost);
    }

    /**
     * @param waits whether the array may wait for loads
     */
    static RoleTable of(Nest nest, MatrixAxis role, boolean waits) {
        List<Cut> all = TileSizes.of(nest, role).stream()
                .map(tile -> new Cut(nest, role, tile))
                .sorted(Comparator.comparingLong(cut -> cut.trips))
                .toList();
        List<Cut> kept = new ArrayList<>();
        for (Cut cut : all) {
            if (kept.stream().noneMatch(other -> isNoWorse(other, cut, waits))) {
                kept.removeIf(other -> isNoWorse(cut, other, waits));
                kept.add(cut);
            }
        }
        return new RoleTable(kept, all.size());
    }

    private static boolean isNoWorse(Cut one, Cut other, boolean waits) {
        return isNoWorse(one, other) && (!waits || waitsAsLong(one, other));
    }

    /** Whether what a pass loads and the array's cycles are the same with both. */
    private static boolean waitsAsLong(Cut one, Cut other) {
        return one.folds == other.folds
                && one.foldCycles == other.foldCycles
                && one.summed[Operand.INPUT.ordinal()] == other.summed[Operand.INPUT.ordinal()]
                && one.summed[Operand.WEIGHT.ordinal()] == other.summed[Operand.WEIGHT.ordinal()];
    }

    /** Whether one cut is at most as large as another in every figure that a cost can depend on. */
    static boolean isNoWorse(Cut one, Cut other) {
        if (one.trips > other.trips
                || one.folds > other.folds
                || one.foldCycles > other.foldCycles
                || one.tilePoints > other.tilePoints) {
            return false;
        }
        for (int operand = 0; operand < one.most.length; operand++) {
            if (one.most[operand] > other.most[operand] || one.summed[operand] > other.summed[operand]) {
                return false;
            }
        }
        return true;
    }

    private interface Figure {
        long of(Cut cut);
    }

    private static long[] column(List<Cut> cuts, Figure figure) {
        return cuts.stream().mapToLong(figure::of).toArray();
    }

    static long least(long[] figures) {
        long least = figures[0];
        for (long figure : figures) {
            least = Math.min(least, figure);
        }
        return least;
    }
}
