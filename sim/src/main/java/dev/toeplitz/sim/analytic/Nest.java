package dev.toeplitz.sim.analytic;

import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.hw.Bursts;
import dev.toeplitz.hw.Dataflow;
import dev.toeplitz.hw.PeArray;
import dev.toeplitz.sim.mapping.Placement;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.LoopSet;
import dev.toeplitz.terms.MatrixAxis;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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

    /** The loop whose steps the MAC units of a PE work on together; −1 where they share all steps in time. */
    final int within;

    private final int macsPerPe;
    private final long mostCycles;

    /** Cycles of a fold's last burst, at least: the next fold's stationary operand comes in a row a cycle behind it. */
    public final int lastBurst;

    /** Where a mapping puts loops on the array by itself; empty where they lie as the dataflow has it. */
    final Optional<Placement> placement;

    Nest(MatrixWork work, PeArray array) {
        this(new Geometry(work), array);
    }

    public Nest(Geometry geometry, PeArray array) {
        this(geometry, array, Optional.empty());
    }

    public Nest(Geometry geometry, PeArray array, Optional<Placement> placement) {
        this.placement = placement;
        placement.ifPresent(each -> each.check(array.rows(), array.cols()));
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
            LoopDim dim = geometry.dims[i];
            MatrixAxis role = roles[i];
            onRows[i] = placement.map(each -> each.rows().containsKey(dim)).orElse(covers(dataflow.rows(), dim, role));
            onCols[i] = placement.map(each -> each.cols().containsKey(dim)).orElse(covers(dataflow.cols(), dim, role));
            inTime[i] = !onRows[i] && !onCols[i] && !stationaryMoves[i];
        }
        boolean[] unsplit = new boolean[count];
        for (int i = 0; i < count; i++) {
            unsplit[i] = covers(dataflow.unsplit(), geometry.dims[i], roles[i]);
        }
        rowsOf = placement
                .map(each -> shares(each.rows()))
                .orElseGet(() -> SideShares.of(extents, roles, onRows, unsplit, array.rows()));
        colsOf = placement
                .map(each -> shares(each.cols()))
                .orElseGet(() -> SideShares.of(extents, roles, onCols, unsplit, array.cols()));
        bursts = dataflow.bursts();
        innermost = innermost(inTime);
        within = dataflow.within()
                .map(geometry::indexOf)
                .filter(loop -> loop >= 0 && inTime[loop])
                .orElse(-1);
        macsPerPe = array.macsPerPe();
        mostCycles = dataflow.mostCycles().orElse(Integer.MAX_VALUE);
        lastBurst = array.shadowRegisters() && dataflow.preloads() ? array.rows() : 0;
    }

    /** Steps in time that so many steps of a loop take, as the MAC units of a PE share them. */
    long steps(int loop, long steps) {
        return loop == within ? Math.ceilDiv(steps, (long) macsPerPe) * macsPerPe : steps;
    }

    /** Folds that so many steps in time are. */
    long parts(long steps) {
        return Math.ceilDiv(steps, mostCycles * macsPerPe);
    }

    /** PEs of each role: of all its loops that are placed together. */
    private int[] shares(Map<LoopDim, Integer> placed) {
        int[] shares = new int[MatrixAxis.values().length];
        Arrays.fill(shares, 1);
        for (int loop = 0; loop < extents.length; loop++) {
            shares[roles[loop].ordinal()] *= placed.getOrDefault(geometry.dims[loop], 1);
        }
        return shares;
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
