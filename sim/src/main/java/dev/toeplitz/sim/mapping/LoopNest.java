package dev.toeplitz.sim.mapping;

import java.util.List;

/**
 * A mapping as a loop nest, from the outermost loop at DRAM to the PEs, and how often each PE works.
 *
 * @param rows how often the array's rows have work, from the first row to the last; likewise {@code cols}. A PE works as
 *     often as its row's share times its column's
 */
public record LoopNest(List<Loop> loops, List<Occupied> rows, List<Occupied> cols) {
    public LoopNest {
        loops = List.copyOf(loops);
        rows = List.copyOf(rows);
        cols = List.copyOf(cols);
    }

    /** Where a loop runs. */
    public enum Level {
        /** Over tiles that fit the buffers. */
        TILE,
        /** Over parts of a tile that use the array in turn. */
        FOLD,
        /** Over folds of what does not fit the rows at once. */
        ROW_FOLD,
        COLUMN_FOLD,
        /** Across the rows at once. */
        ROWS,
        COLUMNS,
        /** In time within a fold, while the stationary operand stays. */
        TIME
    }

    /**
     * One loop, or several that share a side of the array.
     *
     * @param dims the loops' names; empty for folds
     * @param trips how often it goes round; across the array how many PEs it takes at most
     * @param of steps that a tile covers; across the array how many PEs there are; otherwise 1
     */
    public record Loop(Level level, List<String> dims, long trips, long of) {
        public Loop {
            dims = List.copyOf(dims);
        }
    }

    /**
     * Neighbouring rows or columns that have work in the same share of folds.
     *
     * @param pes how many
     */
    public record Occupied(int pes, double share) {}

    /** The share of PEs that a fold occupies, on average. */
    public double meanShare() {
        return mean(rows) * mean(cols);
    }

    private static double mean(List<Occupied> side) {
        return side.stream().mapToDouble(each -> each.pes() * each.share()).sum()
                / side.stream().mapToInt(Occupied::pes).sum();
    }
}
