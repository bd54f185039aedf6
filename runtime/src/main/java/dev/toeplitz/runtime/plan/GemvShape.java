package dev.toeplitz.runtime.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * How a work-group shares a matrix times few vectors out: each of so many columns is summed in so many slices, which are added in
 * the end. Both are powers of two.
 *
 * @param cols that a work-group makes
 * @param slices work-items for each of them
 */
public record GemvShape(int cols, int slices) {
    /** Neighbours that make up a whole line of memory, as it is asked for at once. */
    private static final int LINE = 32;

    @Override
    public String toString() {
        return "%d columns in %d slices".formatted(cols, slices);
    }

    int items() {
        return cols * slices;
    }

    /**
     * Every shape in which neighbouring work-items read neighbours, best first: those that give each compute unit a group, then those
     * that leave each work-item the most to sum.
     *
     * @param extent columns in all, of all groups
     * @param reads elements or vectors that are summed for a column
     * @param alongDepth whether neighbours are summed, or else are columns
     */
    public static List<GemvShape> choices(long extent, long reads, boolean alongDepth, Target target) {
        List<GemvShape> filling = new ArrayList<>();
        List<GemvShape> others = new ArrayList<>();
        int items = Integer.highestOneBit(target.groupItems());
        for (int line = LINE; line <= items; line *= 2) {
            GemvShape shape = alongDepth ? new GemvShape(items / line, line) : new GemvShape(line, items / line);
            boolean fills = Math.ceilDiv(extent, (long) shape.cols()) >= target.units();
            (fills && shape.slices() <= Math.max(LINE, reads) ? filling : others).add(shape);
        }
        filling.addAll(others);
        return filling;
    }
}
