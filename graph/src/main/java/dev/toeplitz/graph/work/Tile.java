package dev.toeplitz.graph.work;

import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.LoopDim;
import java.util.List;
import java.util.stream.Stream;

/** A box of a loop nest: for each loop, in the order of the nest, where it starts and how far it runs. */
public record Tile(Loops nest, List<Range> ranges) {
    /** From {@code start} on, {@code extent} points; at least one. */
    public record Range(int start, int extent) {}

    public Tile {
        ranges = List.copyOf(ranges);
        for (int i = 0; i < ranges.size(); i++) {
            requireWithin(nest.list().get(i), ranges.get(i));
        }
    }

    private static void requireWithin(Loops.Loop loop, Range range) {
        if (range.start < 0 || range.extent < 0 || range.start + range.extent > loop.extent()) {
            throw new InputException(
                    "a tile of loop %s from %d, %d long".formatted(loop.dim(), range.start, range.extent),
                    "a range within 0 … %d".formatted(loop.extent()),
                    "cut the tile off at the loop's end");
        }
    }

    public static Tile whole(Loops nest) {
        return new Tile(
                nest,
                nest.list().stream().map(loop -> new Range(0, loop.extent())).toList());
    }

    /** The same box with one loop's range changed. */
    public Tile with(LoopDim dim, int start, int extent) {
        int position = nest.position(dim);
        return new Tile(
                nest,
                Stream.concat(
                                Stream.concat(ranges.stream().limit(position), Stream.of(new Range(start, extent))),
                                ranges.stream().skip(position + 1L))
                        .toList());
    }

    int[] starts() {
        return ranges.stream().mapToInt(Range::start).toArray();
    }

    int[] extents() {
        return ranges.stream().mapToInt(Range::extent).toArray();
    }
}
