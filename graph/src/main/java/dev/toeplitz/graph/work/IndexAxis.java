package dev.toeplitz.graph.work;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.terms.LoopDim;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One axis of a view with its loops resolved to their places in the nest: flat arrays for counting. */
final class IndexAxis {
    private final int extent;
    private final int offset;
    private final int[] loops;
    private final int[] coefficients;

    /** Null for an affine axis. */
    private final int[] table;

    private IndexAxis(int extent, int offset, int[] loops, int[] coefficients, int[] table) {
        this.extent = extent;
        this.offset = offset;
        this.loops = loops;
        this.coefficients = coefficients;
        this.table = table;
    }

    static IndexAxis of(Axis axis, int extent, Loops nest) {
        return switch (axis) {
            case Axis.Affine(int offset, List<Axis.Term> terms) -> affine(extent, offset, terms, nest);
            case Axis.Lookup(LoopDim dim, List<Integer> indices) -> {
                int[] table = indices.stream().mapToInt(Integer::intValue).toArray();
                int position = nest.position(dim);
                yield position < 0
                        ? new IndexAxis(extent, table[0], new int[0], new int[0], null)
                        : new IndexAxis(extent, 0, new int[] {position}, new int[] {1}, table);
            }
        };
    }

    /** Terms of one loop are added up; a loop that is not there stands at 0. */
    private static IndexAxis affine(int extent, int offset, List<Axis.Term> terms, Loops nest) {
        Map<Integer, Integer> sums = new TreeMap<>();
        terms.forEach(term -> sums.merge(nest.position(term.dim()), term.coefficient(), Integer::sum));
        sums.remove(-1);
        sums.values().removeIf(coefficient -> coefficient == 0);
        return new IndexAxis(
                extent,
                offset,
                sums.keySet().stream().mapToInt(Integer::intValue).toArray(),
                sums.values().stream().mapToInt(Integer::intValue).toArray(),
                null);
    }

    int extent() {
        return extent;
    }

    /** Places in the nest of the loops that move it. */
    int[] loops() {
        return loops;
    }

    /** The index at a point of the nest; −1 where outside. */
    int at(int[] point) {
        long index = offset;
        for (int i = 0; i < loops.length; i++) {
            index += (long) coefficients[i] * point[loops[i]];
        }
        long found = table == null ? index : table[(int) index];
        return found >= 0 && found < extent ? (int) found : -1;
    }

    /** How many different indices inside the tensor a tile touches. Allocates only for tables and three terms or more. */
    long distinct(int[] starts, int[] extents) {
        if (table != null || loops.length > 2) {
            BitSet touched = new BitSet(extent);
            touch(0, offset, starts, extents, touched);
            return touched.cardinality();
        }
        long first = first(starts);
        return switch (loops.length) {
            case 0 -> Progressions.inside(first, 0, 1, extent);
            case 1 -> Progressions.inside(first, coefficients[0], extents[loops[0]], extent);
            default ->
                Progressions.distinctOfTwo(
                        first, coefficients[0], extents[loops[0]], coefficients[1], extents[loops[1]], extent);
        };
    }

    /** How many points of the tile's loops along this axis touch an index inside the tensor. */
    long inside(int[] starts, int[] extents) {
        if (table != null || loops.length > 2) {
            return touch(0, offset, starts, extents, new BitSet(extent));
        }
        long first = first(starts);
        return switch (loops.length) {
            case 0 -> Progressions.inside(first, 0, 1, extent);
            case 1 -> Progressions.inside(first, coefficients[0], extents[loops[0]], extent);
            default ->
                Progressions.insideOfTwo(
                        first, coefficients[0], extents[loops[0]], coefficients[1], extents[loops[1]], extent);
        };
    }

    private long first(int[] starts) {
        long first = offset;
        for (int i = 0; i < loops.length; i++) {
            first += (long) coefficients[i] * starts[loops[i]];
        }
        return first;
    }

    /** Marks the indices that loops from {@code term} on reach from {@code index}; gives how often one was inside. */
    private long touch(int term, long index, int[] starts, int[] extents, BitSet touched) {
        if (term == loops.length) {
            long found = table == null ? index : table[(int) index];
            boolean inside = found >= 0 && found < extent;
            if (inside) {
                touched.set((int) found);
            }
            return inside ? 1 : 0;
        }
        long inside = 0;
        for (int i = 0; i < extents[loops[term]]; i++) {
            long next = index + (long) coefficients[term] * (starts[loops[term]] + i);
            inside += touch(term + 1, next, starts, extents, touched);
        }
        return inside;
    }
}
