package dev.toeplitz.graph.step;

import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.Require;
import java.util.ArrayList;
import java.util.List;

/** A loop nest: named loops from outermost to innermost, each from 0 to its extent. */
public record Loops(List<Loop> list) {
    private static final Loops NONE = new Loops(List.of());

    /** One loop; an extent of 0 makes the nest empty. */
    public record Loop(LoopDim dim, int extent) {
        public Loop {
            Require.atLeast("extent of loop " + dim, extent, 0);
        }
    }

    public Loops {
        list = List.copyOf(list);
        Require.that(
                list.stream().map(Loop::dim).distinct().count() == list.size(),
                "a loop name is used twice in " + list,
                "distinct names",
                "rename one");
    }

    public static Loops none() {
        return NONE;
    }

    /** A loop over each axis of a shape, by the plain names. */
    public static Loops over(Shape shape) {
        Loops loops = NONE;
        for (int axis = 0; axis < shape.rank(); axis++) {
            loops = loops.with(LoopDim.axis(axis), shape.at(axis));
        }
        return loops;
    }

    /** These loops with one more, innermost. */
    public Loops with(LoopDim dim, int extent) {
        List<Loop> longer = new ArrayList<>(list);
        longer.add(new Loop(dim, extent));
        return new Loops(longer);
    }

    /** These loops and, inside them, the others. */
    public Loops around(Loops inner) {
        List<Loop> joined = new ArrayList<>(list);
        joined.addAll(inner.list);
        return new Loops(joined);
    }

    /** The extent of a loop; 1 where there is none of that name, as a loop that runs once changes nothing. */
    public int extent(LoopDim dim) {
        int position = position(dim);
        return position < 0 ? 1 : list.get(position).extent();
    }

    /** Where in the nest a loop stands, 0 outermost; −1 where it is not there. */
    public int position(LoopDim dim) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).dim() == dim) {
                return i;
            }
        }
        return -1;
    }

    /** How many points the nest runs through. */
    public long points() {
        long points = 1;
        for (Loop loop : list) {
            points = Math.multiplyExact(points, (long) loop.extent());
        }
        return points;
    }
}
