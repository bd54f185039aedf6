package dev.toeplitz.sim.analytic;

import dev.toeplitz.hw.PeArray;
import dev.toeplitz.terms.MatrixAxis;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The cuts of a role that the search considers, from whole to single steps: the loop to be cut moves from the outermost
 * inwards; its tiles halve, and are rounded up to fill the array where the loop lies on it.
 */
final class Cuts {
    private Cuts() {}

    /** Every loop whole. */
    static int[] whole(Nest nest) {
        return nest.extents.clone();
    }

    static Cut[] of(Nest nest, PeArray array, MatrixAxis role) {
        Map<List<Integer>, Cut> cuts = new LinkedHashMap<>();
        int[] loops = IntStream.range(0, nest.extents.length)
                .filter(loop -> nest.roles[loop] == role)
                .toArray();
        add(cuts, nest, array, role, whole(nest));
        cutInOrder(cuts, nest, array, role, loops);
        // The other way round, a filter's taps become the outer loops and whole channels fill the array.
        cutInOrder(cuts, nest, array, role, reversed(loops));
        return cuts.values().toArray(Cut[]::new);
    }

    private static void cutInOrder(
            Map<List<Integer>, Cut> cuts, Nest nest, PeArray array, MatrixAxis role, int[] loops) {
        int[] tile = whole(nest);
        for (int i = 0; i < loops.length; i++) {
            int loop = loops[i];
            int inner = inner(nest, loops, i);
            for (int steps = Math.ceilDiv(nest.extents[loop], 2); tile[loop] > 1; steps = Math.ceilDiv(steps, 2)) {
                int aligned = aligned(nest, array, loop, inner, steps);
                tile[loop] = aligned < tile[loop] ? aligned : steps;
                add(cuts, nest, array, role, tile);
            }
        }
    }

    private static void add(Map<List<Integer>, Cut> cuts, Nest nest, PeArray array, MatrixAxis role, int[] tile) {
        cuts.computeIfAbsent(Arrays.stream(tile).boxed().toList(), _ -> new Cut(nest, array, role, tile.clone()));
    }

    private static int[] reversed(int[] loops) {
        return IntStream.range(0, loops.length)
                .map(i -> loops[loops.length - 1 - i])
                .toArray();
    }

    /** Points of the loops that are still whole when this one is cut. */
    private static int inner(Nest nest, int[] loops, int from) {
        int points = 1;
        for (int i = from + 1; i < loops.length; i++) {
            points *= nest.extents[loops[i]];
        }
        return points;
    }

    /** So many steps that whole folds are filled, where as few as one fold's worth would do. */
    private static int aligned(Nest nest, PeArray array, int loop, int inner, int steps) {
        int side = nest.onRows[loop] ? array.rows() : nest.onCols[loop] ? array.cols() : 1;
        int unit = side / gcd(side, inner);
        return Math.ceilDiv(steps, unit) * unit;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
