package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Loops.Loop;
import dev.toeplitz.runtime.plan.Access.Guard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A contraction's loops by what a tile does with them.
 *
 * @param rows loops of the left side around the tiled one
 * @param tiled the loop of the left side along which a tile has several neighbours
 * @param channel the loop of the right side, in vectors
 * @param depth the reduction's loops, in the order in which they run
 * @param filter the one of them that decides with the tile what is outside; empty where the tile alone does, or nothing
 * @param clipping what decides it
 * @param panels when the right operand is brought into panels
 * @param accesses of the left operand, the right one, the result, and what the epilogue reads
 */
record TileNest(
        List<Loop> groups,
        List<Loop> rows,
        Loop tiled,
        Loop channel,
        List<Loop> depth,
        Optional<Loop> filter,
        List<Guard> clipping,
        Panels panels,
        List<Access> accesses) {
    /** When the right operand is brought into the order in which tiles read it. */
    enum Panels {
        /** Once, since it is a constant. */
        AHEAD,
        /** In every run, by a kernel before. */
        BEFORE,
        /** Never: it is read where it lies. */
        NEVER
    }

    /** Uses of each right element below which packing it is taken to cost more than it saves: chosen, not measured. */
    private static final long USES = 32;
    /** Bytes that a core's first-level cache holds anyway. */
    private static final long CACHED = 32 << 10;

    TileNest with(Panels other) {
        return new TileNest(groups, rows, tiled, channel, depth, filter, clipping, other, accesses);
    }

    boolean packs() {
        return panels != Panels.NEVER;
    }

    /** When it is worth it, for a right operand that is used by so many points of the left side. */
    static Panels panels(boolean constant, long uses, long rightElements) {
        if (constant) {
            return Panels.AHEAD;
        }
        return uses >= USES && Float.BYTES * rightElements > CACHED ? Panels.BEFORE : Panels.NEVER;
    }

    Access left() {
        return accesses.get(0);
    }

    Access right() {
        return accesses.get(1);
    }

    Access out() {
        return accesses.get(2);
    }

    List<Access> others() {
        return accesses.subList(3, accesses.size());
    }

    /** What leaves a whole tile out, for a point of the reduction. */
    List<Guard> skipping() {
        return left().guards().stream()
                .filter(guard -> !guard.movesWith(tiled.dim()))
                .toList();
    }

    long reduction() {
        return GeneralCandidate.points(depth);
    }

    /** All loops, for the reach of guards. */
    Loops loops() {
        List<Loop> all = new ArrayList<>(groups);
        all.addAll(rows);
        all.add(tiled);
        all.add(channel);
        all.addAll(depth);
        return new Loops(all);
    }

    /** Which of {@code cols} neighbours from {@code start} on exist at a filter index. */
    List<Boolean> inside(int start, int cols, int filterIndex) {
        List<Boolean> inside = new ArrayList<>();
        for (int col = 0; col < cols; col++) {
            int index = start + col;
            inside.add(clipping.stream().allMatch(guard -> holds(guard, index, filterIndex)));
        }
        return inside;
    }

    private boolean holds(Guard guard, int index, int filterIndex) {
        long position = guard.offset();
        for (var term : guard.terms()) {
            position += (long) term.coefficient() * (term.dim() == tiled.dim() ? index : filterIndex);
        }
        return position >= 0 && position < guard.extent();
    }
}
