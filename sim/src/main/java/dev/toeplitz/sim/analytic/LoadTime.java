package dev.toeplitz.sim.analytic;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.Loading;
import dev.toeplitz.sim.cost.Cause;
import dev.toeplitz.terms.LoopSet;
import dev.toeplitz.terms.MatrixAxis;
import dev.toeplitz.terms.Operand;
import java.util.EnumMap;
import java.util.Map;

/**
 * How often operands are loaded where an engine begins its loads anew for each block of steps ({@link Loading}), and how long the
 * array stands still for loads that nothing hides.
 *
 * <p>With l cycles of loads and a of the array in a block, a double buffer that is loaded in n parts takes max(l, a) + min(l, a)/n:
 * the first part before the array begins, or the last part's work after the last load. A single buffer is filled while the
 * first of p steps is worked on, which takes max(l, a/p) + a (p − 1)/p.
 */
final class LoadTime {
    private final Choice choice;
    private final Accelerator accelerator;
    private final Site site;

    LoadTime(Choice choice, Accelerator accelerator, Site site) {
        this.choice = choice;
        this.accelerator = accelerator;
        this.site = site;
    }

    /** How often what is held of an operand is loaded. */
    long fetches(Operand operand) {
        Loading loading = accelerator.dma().loads().get(operand);
        long mapped = choice.fetches(operand);
        return loading == null ? mapped : Math.max(mapped, blocks(operand, loading));
    }

    /** By the cause that a stall for the operand has; cycles of the array are those of all folds. */
    Map<Cause, Long> waits(long arrayCycles) {
        Map<Cause, Long> waits = new EnumMap<>(Cause.class);
        accelerator.dma().loads().forEach((operand, loading) -> {
            if (!loading.ahead() && !site.stays(operand)) {
                waits.put(ArrayWaits.cause(operand), (long) Math.ceil(wait(operand, loading, arrayCycles)));
            }
        });
        return waits;
    }

    private double wait(Operand operand, Loading loading, long arrayCycles) {
        long groups = choice.cut(MatrixAxis.GROUPS).points;
        long blocks = loading.each().isEmpty() ? 1 : Math.multiplyExact(groups, blocks(operand, loading));
        Buffer buffer = accelerator.buffer(operand);
        double bytes = bytes(operand, choice.summed(operand)) * (double) fetches(operand) / blocks;
        double load = bytes / accelerator.dramBytesPerCycle();
        double work = arrayCycles / (double) blocks;
        if (buffer.doubleBuffered()) {
            double parts = Math.max(1, Math.ceil(2 * bytes / buffer.bytes()));
            return blocks * (Math.max(0, load - work) + Math.min(load, work) / parts);
        }
        double steps = Math.max(1, groups * choice.cut(Choice.still(operand)).points / (double) blocks);
        return blocks * Math.max(0, load - work / steps);
    }

    /** Blocks of a group's steps that do not move the operand; one where it is loaded once and stays. */
    private long blocks(Operand operand, Loading loading) {
        if (loading.each().isEmpty() || isKept(operand, loading)) {
            return 1;
        }
        MatrixAxis still = Choice.still(operand);
        if (loading.each().containsKey(still)) {
            return Math.ceilDiv(choice.cut(still).points, steps(loading, still, still));
        }
        Nest nest = choice.nest();
        long blocks = 1;
        for (int loop = 0; loop < nest.extents.length; loop++) {
            if (nest.roles[loop] == still) {
                blocks *= Math.ceilDiv((long) nest.extents[loop], steps(loading, nest.geometry.dims[loop], still));
            }
        }
        return blocks;
    }

    private long steps(Loading loading, LoopSet loops, MatrixAxis role) {
        int steps = loading.each().getOrDefault(loops, 1);
        Nest nest = choice.nest();
        return steps == Loading.ARRAY ? (long) nest.rowsOf[role.ordinal()] * nest.colsOf[role.ordinal()] : steps;
    }

    /** Whether all that a group has of the operand fits its buffer and may stay there. */
    private boolean isKept(Operand operand, Loading loading) {
        long whole = choice.nest().geometry.elements[operand.ordinal()] / choice.cut(MatrixAxis.GROUPS).points;
        return loading.unlessWhole()
                && bytes(operand, whole) <= accelerator.buffer(operand).bytes();
    }

    private long bytes(Operand operand, long elements) {
        return switch (operand) {
            case INPUT -> accelerator.precision().input().bytes(elements);
            case WEIGHT -> accelerator.precision().weight().bytes(elements);
            case OUTPUT -> throw new IllegalStateException("results are not loaded");
        };
    }
}
