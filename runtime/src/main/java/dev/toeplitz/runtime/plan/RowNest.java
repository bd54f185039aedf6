package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Loops.Loop;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Loops with vectors along one of them.
 *
 * @param outer the loops around the row
 * @param row the loop along which elements of the result are neighbours
 * @param reduced the loops within, that add to one element
 * @param reads what the step itself reads, which may be outside
 * @param others what its epilogue reads
 */
record RowNest(
        List<Loop> outer, Loop row, Vector vector, Loops reduced, Access out, List<Access> reads, List<Access> others) {

    /** A result whose loops are its own axes. */
    static Optional<RowNest> of(
            Task task, List<Loop> kept, Loops reduced, List<Access> reads, List<Access> others, boolean named) {
        return Access.of(task.written(), task.layout(task.result()), task.axes())
                .flatMap(out -> of(task, kept, reduced, out, reads, others, named));
    }

    /** @param named whether the kernel refers to the loops by name, so that they have to stay as they are */
    static Optional<RowNest> of(
            Task task,
            List<Loop> kept,
            Loops reduced,
            Access out,
            List<Access> reads,
            List<Access> others,
            boolean named) {
        List<Access> all = new ArrayList<>(List.of(out));
        all.addAll(reads);
        all.addAll(others);
        Nest nest = named ? new Nest(kept, all) : new Nest(kept, all).merged();
        Access written = nest.accesses().getFirst();
        Optional<Loop> row = row(nest, task.target().lanes());
        boolean leaves = row.isPresent()
                && nest.accesses().stream()
                        .flatMap(access -> access.guards().stream())
                        .anyMatch(guard -> guard.movesWith(row.get().dim()));
        if (row.isEmpty() || leaves) {
            return Optional.empty();
        }
        List<Loop> outer =
                nest.loops().stream().filter(loop -> !loop.equals(row.get())).toList();
        return Optional.of(new RowNest(
                outer,
                row.get(),
                Vector.within(row.get().extent(), task.target().lanes()),
                reduced,
                written,
                nest.accesses().subList(1, 1 + reads.size()),
                nest.accesses().subList(1 + reads.size(), nest.accesses().size())));
    }

    /**
     * The longest loop along which the result has neighbours. Where that is too short for a vector, rather one along which an
     * operand has them, and the result is scattered: as a channel shuffle wants it.
     */
    private static Optional<Loop> row(Nest nest, int lanes) {
        Optional<Loop> stored = longest(nest.loops(), List.of(nest.accesses().getFirst()));
        Optional<Loop> loaded =
                longest(nest.loops(), nest.accesses().subList(1, nest.accesses().size()));
        boolean scatters = stored.isPresent()
                && stored.get().extent() < lanes
                && loaded.isPresent()
                && loaded.get().extent() > 2 * stored.get().extent();
        return scatters ? loaded : stored;
    }

    private static Optional<Loop> longest(List<Loop> loops, List<Access> accesses) {
        return loops.stream()
                .filter(loop -> loop.extent() > 1)
                .filter(loop -> accesses.stream().anyMatch(access -> access.stride(loop.dim()) == 1))
                .max(Comparator.comparingInt(Loop::extent));
    }

    /** All loops, for the reach of guards. */
    Loops loops() {
        Loops loops = Loops.none();
        for (Loop loop : outer) {
            loops = loops.with(loop.dim(), loop.extent());
        }
        return loops.with(row.dim(), row.extent()).around(reduced);
    }
}
