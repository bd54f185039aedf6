package dev.toeplitz.sim.analytic;

import dev.toeplitz.hw.PeArray;
import dev.toeplitz.terms.MatrixAxis;
import dev.toeplitz.terms.Operand;

/**
 * One way to cut the loops of one role, with all that follows from it alone. Inner loops are whole, one loop is cut into
 * tiles of some steps, the loops outside it run step by step. Every figure of a whole tiling is a product of four cuts'.
 */
final class Cut {
    private static final int OPERANDS = Operand.values().length;

    /** Steps of each loop in a tile; loops of other roles are 0. */
    final int[] tile;
    /** Tiles along this role. */
    final long trips;
    /** Σ over tiles of the folds along this role. */
    final long folds;
    /** Σ over tiles of folds × steps in time. */
    final long foldSteps;
    /** Steps of all loops of the role, whole. */
    final long points;
    /** Σ over tiles of an operand's distinct elements along this role. */
    final long[] summed = new long[OPERANDS];
    /** An operand's most distinct elements in one tile along this role. */
    final long[] most = new long[OPERANDS];
    /** Whether an operand moves along this role at all. */
    final boolean[] moves = new boolean[OPERANDS];

    Cut(Nest nest, PeArray array, MatrixAxis role, int[] tile) {
        this.tile = tile;
        long trips = 1;
        long points = 1;
        int cut = -1;
        for (int loop = 0; loop < tile.length; loop++) {
            if (nest.roles[loop] == role) {
                trips *= Math.ceilDiv(nest.extents[loop], tile[loop]);
                points *= nest.extents[loop];
                cut = tile[loop] < nest.extents[loop] && tile[loop] > 1 ? loop : cut;
            }
        }
        this.trips = trips;
        this.points = points;
        int edge = cut < 0 ? 0 : nest.extents[cut] % tile[cut];
        long edges = edge == 0 ? 0 : trips / Math.ceilDiv(nest.extents[cut], tile[cut]);
        long full = foldsOf(nest, array, role, tile, -1, 0);
        long partial = foldsOf(nest, array, role, tile, cut, edge);
        this.folds = (trips - edges) * full + edges * partial;
        this.foldSteps = (trips - edges) * full * stepsOf(nest, role, tile, -1, 0)
                + edges * partial * stepsOf(nest, role, tile, cut, edge);
        for (int operand = 0; operand < OPERANDS; operand++) {
            measure(nest, role, operand);
        }
    }

    private void measure(Nest nest, MatrixAxis role, int operand) {
        summed[operand] = 1;
        most[operand] = 1;
        for (int loop = 0; loop < tile.length; loop++) {
            if (nest.roles[loop] == role && nest.separate[operand][loop]) {
                summed[operand] *= nest.extents[loop];
                most[operand] *= tile[loop];
                moves[operand] = true;
            }
        }
        for (SlidingAxis axis : nest.sliding) {
            if (axis.operand().ordinal() == operand && nest.roles[axis.position()] == role) {
                summed[operand] *= axis.summed(tile[axis.position()]);
                most[operand] *= axis.most(tile[axis.position()]);
                moves[operand] = true;
            }
            if (axis.operand().ordinal() == operand && axis.tap() >= 0 && nest.roles[axis.tap()] == role) {
                // Tiles of taps touch much the same elements; each is taken to touch all that the whole window does.
                summed[operand] *= Math.ceilDiv(nest.extents[axis.tap()], tile[axis.tap()]);
                moves[operand] = true;
            }
        }
    }

    /** Folds of one tile along this role: those on rows, times those on columns, times those in turn. */
    private static long foldsOf(Nest nest, PeArray array, MatrixAxis role, int[] tile, int edgeLoop, int edge) {
        long rows = 1;
        long cols = 1;
        long turns = 1;
        for (int loop = 0; loop < tile.length; loop++) {
            if (nest.roles[loop] == role) {
                int steps = loop == edgeLoop ? edge : tile[loop];
                rows *= nest.onRows[loop] ? steps : 1;
                cols *= nest.onCols[loop] ? steps : 1;
                turns *= nest.onRows[loop] || nest.onCols[loop] || nest.inTime[loop] ? 1 : steps;
            }
        }
        return turns * Math.ceilDiv(rows, (long) array.rows()) * Math.ceilDiv(cols, (long) array.cols());
    }

    /** Steps of one tile that run in time within a fold. */
    private static long stepsOf(Nest nest, MatrixAxis role, int[] tile, int edgeLoop, int edge) {
        long steps = 1;
        for (int loop = 0; loop < tile.length; loop++) {
            boolean counts = nest.roles[loop] == role && nest.inTime[loop];
            steps *= counts ? (loop == edgeLoop ? edge : tile[loop]) : 1;
        }
        return steps;
    }
}
