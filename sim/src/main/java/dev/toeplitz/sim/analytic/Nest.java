package dev.toeplitz.sim.analytic;

import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.hw.Bursts;
import dev.toeplitz.hw.Dataflow;
import dev.toeplitz.hw.PeArray;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.LoopSet;
import dev.toeplitz.terms.MatrixAxis;
import java.util.List;
import java.util.Optional;

/** A contraction's loops and where a dataflow puts each: on the array's rows, on its columns, or in time. */
public final class Nest {
    public final Geometry geometry;
    public final int[] extents;
    public final MatrixAxis[] roles;
    public final boolean[] onRows;
    public final boolean[] onCols;
    /** Loops in time that leave the stationary operand where it is; all others off the array begin a new fold. */
    public final boolean[] inTime;

    /** PEs along the rows that loops of a role have, by its ordinal; likewise for the columns. */
    public final int[] rowsOf;

    public final int[] colsOf;

    /** How steps of the innermost loop in time are commanded; empty where nothing is lost between them. */
    public final Optional<Bursts> bursts;

    /** The innermost loop in time; −1 where there is none. */
    public final int innermost;

    /** Cycles of a fold's last burst, at least: the next fold's stationary operand comes in a row a cycle behind it. */
    public final int lastBurst;

    Nest(MatrixWork work, PeArray array) {
        this(new Geometry(work), array);
    }

    public Nest(Geometry geometry, PeArray array) {
        Dataflow dataflow = array.dataflow();
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
        boolean[] unsplit = new boolean[count];
        for (int i = 0; i < count; i++) {
            unsplit[i] = covers(dataflow.unsplit(), geometry.dims[i], roles[i]);
        }
        rowsOf = SideShares.of(extents, roles, onRows, unsplit, array.rows());
        colsOf = SideShares.of(extents, roles, onCols, unsplit, array.cols());
        bursts = dataflow.bursts();
        innermost = innermost(inTime);
        lastBurst = array.shadowRegisters() && dataflow.preloads() ? array.rows() : 0;
    }

    private static int innermost(boolean[] inTime) {
        int loop = inTime.length - 1;
        while (loop >= 0 && !inTime[loop]) {
            loop--;
        }
        return loop;
    }

    private static boolean covers(List<LoopSet> sets, LoopDim dim, MatrixAxis role) {
        return sets.contains(dim) || sets.contains(role);
    }
}
