package dev.toeplitz.sim.analytic;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.Loading;
import dev.toeplitz.terms.LoopSet;
import dev.toeplitz.terms.MatrixAxis;
import dev.toeplitz.terms.Operand;

/**
 * The blocks of steps for which an engine begins an operand's loads anew ({@link Loading}): how many they are, whatever the
 * mapping, and how long the array stands still for loads that nothing hides. Both the cost and the search ask here.
 *
 * <p>With l cycles of loads and a of the array in a block, a double buffer that is loaded in n parts takes max(l, a) + min(l, a)/n:
 * the first part before the array begins, or the last part's work after the last load. A single buffer is filled while the
 * first of p steps is worked on, which takes max(l, a/p) + a (p − 1)/p.
 * A mapping that loads an operand more often than blocks ask for has as many more parts, and none of them smaller.
 */
public final class LoadBlocks {
    private final long fetches;
    private final boolean waitedFor;
    private final long blocks;
    private final double steps;
    private final Buffer buffer;
    private final double dramBytesPerCycle;

    private LoadBlocks(Operand operand, Nest nest, Accelerator accelerator, Site site) {
        Loading loading = accelerator.dma().loads().get(operand);
        fetches = loading == null ? 1 : blocks(operand, loading, nest, accelerator);
        waitedFor = loading != null && !loading.ahead() && !site.stays(operand);
        long groups = points(nest, MatrixAxis.GROUPS);
        blocks = loading == null || loading.each().isEmpty() ? 1 : Math.multiplyExact(groups, fetches);
        steps = Math.max(1, groups * points(nest, Choice.still(operand)) / (double) blocks);
        buffer = accelerator.buffer(operand);
        dramBytesPerCycle = accelerator.dramBytesPerCycle();
    }

    public static LoadBlocks of(Operand operand, Nest nest, Accelerator accelerator, Site site) {
        return new LoadBlocks(operand, nest, accelerator, site);
    }

    /** How often the operand is loaded at least: once for each of a group's blocks. */
    public long fetches() {
        return fetches;
    }

    /** Whether the array may stand still for loads. */
    public boolean waitedFor() {
        return waitedFor;
    }

    /** Cycles in which the array stands still, of all folds' cycles, where so many bytes are loaded so often. */
    public long waits(long bytes, long fetches, long arrayCycles) {
        if (!waitedFor) {
            return 0;
        }
        double passes = fetches / (double) this.fetches;
        double parts = passes * parts(inBlock(bytes, this.fetches));
        return (long) Math.ceil(wait(inBlock(bytes, fetches), parts, arrayCycles));
    }

    /** Bytes that are loaded for a block. */
    public double inBlock(long bytes, long fetches) {
        return bytes * (double) fetches / blocks;
    }

    /** In how many parts a pass is loaded, each of half a double buffer at most; a single one has one. */
    public double parts(double pass) {
        return buffer.doubleBuffered() ? Math.max(1, Math.ceil(2 * pass / buffer.bytes())) : 1;
    }

    /** The most bytes of so many parts. */
    public double most(double parts) {
        return buffer.doubleBuffered() ? parts * buffer.bytes() / 2 : Double.POSITIVE_INFINITY;
    }

    /**
     * {@link #waits} before it is rounded. It falls as the array takes longer, but by no more than the array takes longer, so
     * that array and wait together never become less.
     */
    public double wait(double inBlock, double parts, long arrayCycles) {
        double load = inBlock / dramBytesPerCycle;
        double work = arrayCycles / (double) blocks;
        return blocks
                * (buffer.doubleBuffered()
                        ? Math.max(0, load - work) + Math.min(load, work) / parts
                        : Math.max(0, load - work / steps));
    }

    /** Blocks of a group's steps that do not move the operand; one where it is loaded once and stays. */
    private static long blocks(Operand operand, Loading loading, Nest nest, Accelerator accelerator) {
        if (loading.each().isEmpty() || isKept(operand, loading, nest, accelerator)) {
            return 1;
        }
        MatrixAxis still = Choice.still(operand);
        if (loading.each().containsKey(still)) {
            return Math.ceilDiv(points(nest, still), steps(loading, still, nest, still));
        }
        long blocks = 1;
        for (int loop = 0; loop < nest.extents.length; loop++) {
            if (nest.roles[loop] == still) {
                blocks *=
                        Math.ceilDiv((long) nest.extents[loop], steps(loading, nest.geometry.dims[loop], nest, still));
            }
        }
        return blocks;
    }

    private static long steps(Loading loading, LoopSet loops, Nest nest, MatrixAxis role) {
        int steps = loading.each().getOrDefault(loops, 1);
        return steps == Loading.ARRAY ? (long) nest.rowsOf[role.ordinal()] * nest.colsOf[role.ordinal()] : steps;
    }

    private static long points(Nest nest, MatrixAxis role) {
        long points = 1;
        for (int loop = 0; loop < nest.extents.length; loop++) {
            points *= nest.roles[loop] == role ? nest.extents[loop] : 1;
        }
        return points;
    }

    /** Whether all that a group has of the operand fits its buffer and may stay there. */
    private static boolean isKept(Operand operand, Loading loading, Nest nest, Accelerator accelerator) {
        long whole = nest.geometry.elements[operand.ordinal()] / points(nest, MatrixAxis.GROUPS);
        return loading.unlessWhole()
                && bytes(operand, whole, accelerator)
                        <= accelerator.buffer(operand).bytes();
    }

    static long bytes(Operand operand, long elements, Accelerator accelerator) {
        return switch (operand) {
            case INPUT -> accelerator.precision().input().bytes(elements);
            case WEIGHT -> accelerator.precision().weight().bytes(elements);
            case OUTPUT -> throw new IllegalStateException("results are not loaded");
        };
    }
}
