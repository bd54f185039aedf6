package dev.toeplitz.sim.analytic;

import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.graph.work.Work;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.PeArray;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.mapping.LoopNest;
import dev.toeplitz.sim.mapping.LoopNest.Level;
import dev.toeplitz.sim.mapping.LoopNest.Loop;
import dev.toeplitz.sim.mapping.LoopNest.Occupied;
import dev.toeplitz.sim.mapping.Tiling;
import dev.toeplitz.terms.MatrixAxis;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads a layer's mapping as a loop nest: the loops in the order in which they run, and which PEs have work. */
public final class LoopNests {
    private final Choice choice;
    private final Nest nest;
    private final PeArray array;
    private final List<Loop> loops = new ArrayList<>();

    private LoopNests(Choice choice, PeArray array) {
        this.choice = choice;
        this.nest = choice.nest();
        this.array = array;
    }

    /** Empty for a layer that does not run on the array; of several contractions that of the one whose tiling is shown. */
    public static Optional<LoopNest> of(LayerCost cost, Accelerator accelerator) {
        return choice(cost, accelerator).map(choice -> of(choice, accelerator.peArray()));
    }

    static LoopNest of(Choice choice, PeArray array) {
        LoopNests nests = new LoopNests(choice, array);
        return new LoopNest(
                nests.loops(),
                nests.occupied(nests.nest.onRows, nests.nest.rowsOf, array.rows()),
                nests.occupied(nests.nest.onCols, nests.nest.colsOf, array.cols()));
    }

    /** The mapping of the contraction that a layer's tiling is of. */
    static Optional<Choice> choice(LayerCost cost, Accelerator accelerator) {
        Tiling tiling = cost.tiling();
        for (Work work : cost.layer().work()) {
            if (work instanceof MatrixWork matrix && isOf(matrix, tiling)) {
                return Optional.of(Choice.of(new Geometry(matrix), accelerator.peArray(), tiling));
            }
        }
        return Optional.empty();
    }

    private static boolean isOf(MatrixWork matrix, Tiling tiling) {
        return matrix.contract().loops().list().stream()
                .allMatch(loop -> tiling.tile().getOrDefault(loop.dim(), Integer.MAX_VALUE) <= loop.extent());
    }

    private List<Loop> loops() {
        tileLoops();
        foldLoops();
        side(Level.ROWS, nest.onRows, nest.rowsOf, array.rows());
        side(Level.COLUMNS, nest.onCols, nest.colsOf, array.cols());
        for (int loop = 0; loop < nest.extents.length; loop++) {
            if (nest.inTime[loop] && choice.tile(loop) > 1) {
                add(Level.TIME, loop, choice.tile(loop), 1);
            }
        }
        return loops;
    }

    private void tileLoops() {
        for (MatrixAxis role : choice.order().roles()) {
            for (int loop = 0; loop < nest.extents.length; loop++) {
                int trips = Math.ceilDiv(nest.extents[loop], choice.tile(loop));
                if (nest.roles[loop] == role && trips > 1) {
                    add(Level.TILE, loop, trips, choice.tile(loop));
                }
            }
        }
    }

    /** Loops that begin a new fold: those off the array that move what stays, and what does not fit the array at once. */
    private void foldLoops() {
        for (int loop = 0; loop < nest.extents.length; loop++) {
            boolean inTurn = !nest.onRows[loop] && !nest.onCols[loop] && !nest.inTime[loop];
            if (inTurn && choice.tile(loop) > 1) {
                add(Level.FOLD, loop, choice.tile(loop), 1);
            }
        }
        folds(Level.ROW_FOLD, nest.onRows, nest.rowsOf);
        folds(Level.COLUMN_FOLD, nest.onCols, nest.colsOf);
    }

    /**
     * @param shares PEs along the side that loops of a role have
     */
    private void folds(Level level, boolean[] on, int[] shares) {
        long folds = 1;
        for (MatrixAxis role : MatrixAxis.values()) {
            folds *= Math.ceilDiv(points(on, role), (long) shares[role.ordinal()]);
        }
        if (folds > 1) {
            loops.add(new Loop(level, List.of(), folds, 1));
        }
    }

    private void side(Level level, boolean[] on, int[] shares, int pes) {
        long used = 1;
        for (MatrixAxis role : MatrixAxis.values()) {
            used *= Math.min(points(on, role), shares[role.ordinal()]);
        }
        if (used > 1) {
            List<String> dims = new ArrayList<>();
            for (int loop = 0; loop < on.length; loop++) {
                if (on[loop] && choice.tile(loop) > 1) {
                    dims.add(name(loop));
                }
            }
            loops.add(new Loop(level, dims, used, pes));
        }
    }

    private void add(Level level, int loop, long trips, long of) {
        loops.add(new Loop(level, List.of(name(loop)), trips, of));
    }

    private String name(int loop) {
        return nest.geometry.dims[loop].name().toLowerCase(Locale.ROOT);
    }

    private long points(boolean[] on, MatrixAxis role) {
        long points = 1;
        for (int loop = 0; loop < on.length; loop++) {
            points *= on[loop] && nest.roles[loop] == role ? choice.tile(loop) : 1;
        }
        return points;
    }

    /**
     * Full tiles and those at the edges, with the last fold of each only as full as there are points left. Where roles share the
     * side, the PEs of a fold are counted from the first, wherever on the side they lie.
     */
    private List<Occupied> occupied(boolean[] on, int[] shares, int pes) {
        Map<Long, Long> foldsByUsed = Map.of(1L, 1L);
        for (MatrixAxis role : MatrixAxis.values()) {
            Map<Long, Long> ofRole = new TreeMap<>();
            addTiles(on, role, shares[role.ordinal()], 0, 1, 1, ofRole);
            foldsByUsed = products(foldsByUsed, ofRole);
        }
        long folds = foldsByUsed.values().stream().mapToLong(Long::longValue).sum();
        List<Occupied> occupied = new ArrayList<>();
        long before = 0;
        long working = folds;
        for (Map.Entry<Long, Long> each : foldsByUsed.entrySet()) {
            occupied.add(new Occupied((int) (each.getKey() - before), working / (double) folds));
            before = each.getKey();
            working -= each.getValue();
        }
        if (before < pes) {
            occupied.add(new Occupied((int) (pes - before), 0));
        }
        return occupied;
    }

    /** Every fold of one with every fold of the other. */
    private static Map<Long, Long> products(Map<Long, Long> some, Map<Long, Long> others) {
        Map<Long, Long> products = new TreeMap<>();
        some.forEach((used, count) -> others.forEach(
                (otherUsed, otherCount) -> products.merge(used * otherUsed, count * otherCount, Long::sum)));
        return products;
    }

    private void addTiles(
            boolean[] on, MatrixAxis role, int pes, int loop, long points, long count, Map<Long, Long> foldsByUsed) {
        if (loop == on.length) {
            long full = points / pes;
            if (full > 0) {
                foldsByUsed.merge((long) pes, count * full, Long::sum);
            }
            if (points % pes > 0) {
                foldsByUsed.merge(points % pes, count, Long::sum);
            }
            return;
        }
        if (!on[loop] || nest.roles[loop] != role) {
            addTiles(on, role, pes, loop + 1, points, count, foldsByUsed);
            return;
        }
        int full = nest.extents[loop] / choice.tile(loop);
        int edge = nest.extents[loop] % choice.tile(loop);
        if (full > 0) {
            addTiles(on, role, pes, loop + 1, points * choice.tile(loop), count * full, foldsByUsed);
        }
        if (edge > 0) {
            addTiles(on, role, pes, loop + 1, points * edge, count, foldsByUsed);
        }
    }
}
