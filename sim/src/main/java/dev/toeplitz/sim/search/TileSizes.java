package dev.toeplitz.sim.search;

import dev.toeplitz.sim.analytic.Nest;
import dev.toeplitz.terms.MatrixAxis;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The tile sizes of each loop that a map space has: the loop whole, cut into 2, 4, 8, 16 … tiles as even as can
 * be, in single steps; and where it lies on the array, each of these rounded up to fill the array's side.
 */
final class TileSizes {
    private TileSizes() {}

    /** Every combination of sizes of the loops of one role, each as steps of all loops of the nest. */
    static List<int[]> of(Nest nest, MatrixAxis role) {
        List<int[]> tiles = new ArrayList<>();
        combine(nest, role, 0, new int[nest.extents.length], tiles);
        return tiles;
    }

    private static void combine(Nest nest, MatrixAxis role, int loop, int[] tile, List<int[]> tiles) {
        if (loop == tile.length) {
            tiles.add(tile.clone());
            return;
        }
        if (nest.roles[loop] != role) {
            combine(nest, role, loop + 1, tile, tiles);
            return;
        }
        for (int size : of(nest, loop)) {
            tile[loop] = size;
            combine(nest, role, loop + 1, tile, tiles);
        }
    }

    /** From the whole loop to single steps. */
    static int[] of(Nest nest, int loop) {
        int extent = nest.extents[loop];
        TreeSet<Integer> sizes = new TreeSet<>();
        for (long parts = 1; parts < extent; parts *= 2) {
            sizes.add((int) Math.ceilDiv(extent, parts));
        }
        sizes.add(1);
        int unit = unit(nest, loop);
        for (int size : List.copyOf(sizes)) {
            sizes.add((int) Math.min(extent, (long) Math.ceilDiv(size, unit) * unit));
        }
        return sizes.descendingSet().stream().mapToInt(size -> size).toArray();
    }

    /** So many steps that whole folds are filled, if the loops of the same role inside this one are not cut. */
    private static int unit(Nest nest, int loop) {
        int role = nest.roles[loop].ordinal();
        int side = nest.onRows[loop] ? nest.rowsOf[role] : nest.onCols[loop] ? nest.colsOf[role] : 1;
        long inner = 1; // modulo the side, which is all that their common divisor depends on
        for (int other = loop + 1; other < nest.extents.length; other++) {
            boolean together = nest.onRows[loop] && nest.onRows[other] || nest.onCols[loop] && nest.onCols[other];
            inner = inner * (nest.roles[other] == nest.roles[loop] && together ? nest.extents[other] : 1) % side;
        }
        return side / gcd(side, (int) inner);
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
