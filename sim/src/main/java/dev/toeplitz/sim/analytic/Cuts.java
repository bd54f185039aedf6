package dev.toeplitz.sim.analytic;

import dev.toeplitz.hw.PeArray;
import dev.toeplitz.terms.MatrixAxis;
import java.util.ArrayList;
import java.util.List;

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
        List<Cut> cuts = new ArrayList<>();
        int[] tile = whole(nest);
        cuts.add(new Cut(nest, array, role, tile.clone()));
        for (int loop = 0; loop < tile.length; loop++) {
            if (nest.roles[loop] != role || !nest.mayCut(loop)) {
                continue;
            }
            int inner = inner(nest, role, loop);
            for (int steps = Math.ceilDiv(nest.extents[loop], 2); tile[loop] > 1; steps = Math.ceilDiv(steps, 2)) {
                int aligned = aligned(nest, array, loop, inner, steps);
                if (aligned < tile[loop]) {
                    tile[loop] = aligned;
                    cuts.add(new Cut(nest, array, role, tile.clone()));
                } else if (steps == 1) {
                    tile[loop] = 1;
                    cuts.add(new Cut(nest, array, role, tile.clone()));
                }
            }
        }
        return cuts.toArray(Cut[]::new);
    }

    /** Points of the role's loops inside this one. */
    private static int inner(Nest nest, MatrixAxis role, int loop) {
        int points = 1;
        for (int other = loop + 1; other < nest.extents.length; other++) {
            points *= nest.roles[other] == role ? nest.extents[other] : 1;
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
