package dev.toeplitz.sim.analytic;

import dev.toeplitz.terms.MatrixAxis;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How loops of different roles share a side of the array: each role has a number of PEs along the side, and their product
 * is at most the side. A single role has it all. Of several ways the one with the fewest folds is taken, and among those the
 * one that gives more to an earlier role (groups, M, N, K): so a role that leaves PEs over is replicated along another's loop.
 */
final class SideShares {
    private final long[] extents;
    private final int[] roles;
    private final int[] tried;
    private final int[] best;
    private long fewest = Long.MAX_VALUE;

    private SideShares(long[] extents, int[] roles) {
        this.extents = extents;
        this.roles = roles;
        this.tried = new int[extents.length];
        this.best = new int[extents.length];
    }

    /**
     * PEs along the side for each role, by its ordinal.
     *
     * @param on whether a loop of the nest lies on the side
     * @param unsplit whether it only lies there whole; only where one role has the side
     */
    static int[] of(int[] loops, MatrixAxis[] roleOf, boolean[] on, boolean[] unsplit, int side) {
        long[] extents = new long[MatrixAxis.values().length];
        Arrays.fill(extents, 1);
        for (int loop = 0; loop < loops.length; loop++) {
            extents[roleOf[loop].ordinal()] *= on[loop] ? loops[loop] : 1;
        }
        int set = set(loops, on, unsplit, side);
        int[] shared = IntStream.range(0, extents.length)
                .filter(role -> extents[role] > 1)
                .toArray();
        int[] shares = new int[extents.length];
        Arrays.fill(shares, 1);
        if (shared.length == 0) {
            return shares;
        }
        if (shared.length == 1) {
            shares[shared[0]] = side / set * set;
            return shares;
        }
        SideShares search = new SideShares(extents, shared);
        Arrays.fill(search.tried, 1);
        search.share(0, side, 1);
        return search.best;
    }

    /** PEs of one set of the loops that are not cut; 1 where there are none, or too few PEs. */
    private static int set(int[] loops, boolean[] on, boolean[] unsplit, int side) {
        long set = 1;
        for (int loop = 0; loop < loops.length; loop++) {
            set *= on[loop] && unsplit[loop] ? loops[loop] : 1;
        }
        return set > side ? 1 : (int) set;
    }

    private void share(int next, int left, long folds) {
        if (folds >= fewest) {
            return;
        }
        int role = roles[next];
        if (next == roles.length - 1) {
            long all = folds * Math.ceilDiv(extents[role], (long) left);
            if (all < fewest) {
                fewest = all;
                tried[role] = left;
                System.arraycopy(tried, 0, best, 0, best.length);
            }
            return;
        }
        // Fewer PEs for as many folds leave more to the others.
        long most = Math.min(extents[role], left);
        while (most >= 1) {
            long parts = Math.ceilDiv(extents[role], most);
            tried[role] = (int) Math.ceilDiv(extents[role], parts);
            share(next + 1, left / tried[role], folds * parts);
            most = tried[role] - 1L;
        }
    }
}
