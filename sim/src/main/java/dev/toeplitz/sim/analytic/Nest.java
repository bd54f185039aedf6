package dev.toeplitz.sim.analytic;

import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.hw.Dataflow;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.LoopSet;
import dev.toeplitz.terms.MatrixAxis;
import java.util.List;

/** A contraction's loops and where a dataflow puts each: on the array's rows, on its columns, or in time. */
public final class Nest {
    public final Geometry geometry;
    public final int[] extents;
    public final MatrixAxis[] roles;
    public final boolean[] onRows;
    public final boolean[] onCols;
    /** Loops in time that leave the stationary operand where it is; all others off the array begin a new fold. */
    public final boolean[] inTime;

    Nest(MatrixWork work, Dataflow dataflow) {
        this(new Geometry(work), dataflow);
    }

    public Nest(Geometry geometry, Dataflow dataflow) {
        this.geometry = geometry;
        this.extents = geometry.extents;
        this.roles = geometry.roles;
        int count = extents.length;
        onRows = new boolean[count];
        onCols = new boolean[count];
        inTime = new boolean[count];
        boolean[] stationaryMoves = geometry.moves[dataflow.stationary().ordinal()];
        for (int i = 0; i < count; i++) {
            onRows[i] = covers(dataflow.rows(), geometry.dims[i], roles[i]);
            onCols[i] = covers(dataflow.cols(), geometry.dims[i], roles[i]);
            inTime[i] = !onRows[i] && !onCols[i] && !stationaryMoves[i];
        }
    }

    private static boolean covers(List<LoopSet> sets, LoopDim dim, MatrixAxis role) {
        return sets.contains(dim) || sets.contains(role);
    }
}
