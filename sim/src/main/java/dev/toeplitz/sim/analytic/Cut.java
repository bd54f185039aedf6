package dev.toeplitz.sim.analytic;

import dev.toeplitz.terms.MatrixAxis;
import dev.toeplitz.terms.Operand;

/**
 * One way to cut the loops of one role into tiles, with all that follows from it alone. Every figure of a whole tiling is a
 * product of four cuts' figures. Fields are public because a search's flat tables are filled from them.
 */
public final class Cut {
    private static final int OPERANDS = Operand.values().length;

    /** Steps of each loop in a tile; loops of other roles are 0. */
    public final int[] tile;
    /** Tiles along this role. */
    public final long trips;
    /** Σ over tiles of the folds along this role. */
    public final long folds;
    /** Σ over tiles of folds × steps in time. */
    public final long foldSteps;
    /** Σ over tiles of folds × cycles in time: as many as steps, but where bursts of steps lose some. */
    public final long foldCycles;
    /** Steps of all loops of the role, whole. */
    public final long points;
    /** Steps of all loops of the role in one tile. */
    public final long tilePoints;
    /** Σ over tiles of an operand's distinct elements along this role, by the operand's ordinal. */
    public final long[] summed = new long[OPERANDS];
    /** An operand's most distinct elements in one tile along this role. */
    public final long[] most = new long[OPERANDS];

    /**
     * @param tile steps of each loop of the nest in a tile; those of other roles are not read
     */
    public Cut(Nest nest, MatrixAxis role, int[] tile) {
        this.tile = new int[tile.length];
        long trips = 1;
        long points = 1;
        long tilePoints = 1;
        for (int loop = 0; loop < tile.length; loop++) {
            if (nest.roles[loop] == role) {
                this.tile[loop] = tile[loop];
                trips *= Math.ceilDiv(nest.extents[loop], tile[loop]);
                points *= nest.extents[loop];
                tilePoints *= tile[loop];
            }
        }
        this.trips = trips;
        this.points = points;
        this.tilePoints = tilePoints;
        long[] sums = new long[3];
        addTiles(nest, role, 0, this.tile.clone(), 1, sums);
        this.folds = sums[0];
        this.foldSteps = sums[1];
        this.foldCycles = sums[2];
        for (int operand = 0; operand < OPERANDS; operand++) {
            measure(nest, role, operand);
        }
    }

    /** Along each loop there are full tiles and perhaps one at the edge; tiles of the same steps are counted together. */
    private void addTiles(Nest nest, MatrixAxis role, int loop, int[] steps, long count, long[] sums) {
        if (loop == steps.length) {
            long folds = foldsOf(nest, role, steps);
            long inTime = stepsOf(nest, role, steps);
            sums[0] += count * folds * nest.parts(inTime);
            sums[1] += count * folds * inTime;
            sums[2] += count * folds * cyclesOf(nest, role, steps, inTime);
            return;
        }
        if (nest.roles[loop] != role) {
            addTiles(nest, role, loop + 1, steps, count, sums);
            return;
        }
        int full = nest.extents[loop] / tile[loop];
        int edge = nest.extents[loop] % tile[loop];
        if (full > 0) {
            steps[loop] = tile[loop];
            addTiles(nest, role, loop + 1, steps, count * full, sums);
        }
        if (edge > 0) {
            steps[loop] = edge;
            addTiles(nest, role, loop + 1, steps, count, sums);
        }
    }

    private void measure(Nest nest, MatrixAxis role, int operand) {
        summed[operand] = 1;
        most[operand] = 1;
        for (int loop = 0; loop < tile.length; loop++) {
            if (nest.roles[loop] == role && nest.geometry.separate[operand][loop]) {
                summed[operand] *= nest.extents[loop];
                most[operand] *= tile[loop];
            }
        }
        for (SlidingAxis axis : nest.geometry.sliding) {
            if (axis.operand().ordinal() == operand && nest.roles[axis.position()] == role) {
                summed[operand] *= axis.summed(tile[axis.position()]);
                most[operand] *= axis.most(tile[axis.position()]);
            }
            if (axis.operand().ordinal() == operand && axis.tap() >= 0 && nest.roles[axis.tap()] == role) {
                // Tiles of taps touch much the same elements; each is taken to touch all that the whole window does.
                summed[operand] *= Math.ceilDiv(nest.extents[axis.tap()], tile[axis.tap()]);
            }
        }
    }

    /** Folds of one tile along this role: those on rows, times those on columns, times those in turn. */
    private static long foldsOf(Nest nest, MatrixAxis role, int[] steps) {
        long rows = 1;
        long cols = 1;
        long turns = 1;
        for (int loop = 0; loop < steps.length; loop++) {
            if (nest.roles[loop] == role) {
                rows *= nest.onRows[loop] ? steps[loop] : 1;
                cols *= nest.onCols[loop] ? steps[loop] : 1;
                turns *= nest.onRows[loop] || nest.onCols[loop] || nest.inTime[loop] ? 1 : steps[loop];
            }
        }
        return turns
                * Math.ceilDiv(rows, (long) nest.rowsOf[role.ordinal()])
                * Math.ceilDiv(cols, (long) nest.colsOf[role.ordinal()]);
    }

    /** Steps of one tile that run in time within a fold. */
    private static long stepsOf(Nest nest, MatrixAxis role, int[] tile) {
        long steps = 1;
        for (int loop = 0; loop < tile.length; loop++) {
            steps *= nest.roles[loop] == role && nest.inTime[loop] ? nest.steps(loop, tile[loop]) : 1;
        }
        return steps;
    }

    /** Cycles in which these steps run: those of their bursts, if the innermost loop in time is of this role. */
    private static long cyclesOf(Nest nest, MatrixAxis role, int[] tile, long steps) {
        if (nest.bursts.isEmpty() || nest.innermost < 0 || nest.roles[nest.innermost] != role) {
            return steps;
        }
        int length = tile[nest.innermost];
        return nest.bursts.get().cycles(steps / length, length, nest.lastBurst);
    }
}
