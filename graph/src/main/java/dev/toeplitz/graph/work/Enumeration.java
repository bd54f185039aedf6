package dev.toeplitz.graph.work;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Axes of which a loop moves several, walked through point by point, since their counts do not multiply. */
final class Enumeration {
    private final List<IndexAxis> axes;
    private final int[] loops;
    private final int[] starts;
    private final int[] extents;
    private final int[] point;
    private final BitSet touched = new BitSet();
    private long inside;

    private Enumeration(List<IndexAxis> axes, int[] starts, int[] extents) {
        this.axes = axes;
        this.starts = starts;
        this.extents = extents;
        loops = axes.stream()
                .flatMapToInt(axis -> Arrays.stream(axis.loops()))
                .distinct()
                .toArray();
        point = starts.clone();
    }

    /** How many points touch an element, and how many different elements they touch. */
    record Counts(long inside, long distinct) {}

    static Counts of(List<IndexAxis> axes, int[] starts, int[] extents) {
        Enumeration enumeration = new Enumeration(axes, starts, extents);
        enumeration.walk(0);
        return new Counts(enumeration.inside, enumeration.touched.cardinality());
    }

    private void walk(int depth) {
        if (depth == loops.length) {
            touch();
            return;
        }
        int loop = loops[depth];
        for (int i = 0; i < extents[loop]; i++) {
            point[loop] = starts[loop] + i;
            walk(depth + 1);
        }
    }

    private void touch() {
        int position = 0;
        for (IndexAxis axis : axes) {
            int index = axis.at(point);
            if (index < 0) {
                return;
            }
            position = Math.addExact(Math.multiplyExact(position, axis.extent()), index);
        }
        inside++;
        touched.set(position);
    }
}
