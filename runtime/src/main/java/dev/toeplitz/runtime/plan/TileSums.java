package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Loops.Loop;
import dev.toeplitz.terms.DataType;
import java.util.List;

/**
 * The sums of a tile. Those of 8-bit integers are made by fused multiply-adds in single precision too, which a CPU has the most of: a sum of
 * up to 512 products (256 where neither factor is signed) is below 2^24 and so exact in any order, and is then added to an integer.
 *
 * @param integers whether the operands are 8-bit integers
 * @param terms of each sum
 * @param exact how many terms add up exactly in single precision
 */
record TileSums(TileShape shape, boolean integers, long terms, int exact) {
    /** 512 · 255 · 128 < 2^24. */
    private static final int EXACT = 512;
    /** 256 · 255 · 255 < 2^24. */
    private static final int EXACT_UNSIGNED = 256;

    /** The sums of a task's contraction. */
    static TileSums of(TileShape shape, Task task, TileNest nest) {
        boolean unsigned = task.type(nest.left().operand()) == DataType.UINT8
                && task.type(nest.right().operand()) == DataType.UINT8;
        return new TileSums(shape, task.makesIntegers(), nest.reduction(), unsigned ? EXACT_UNSIGNED : EXACT);
    }

    private boolean empties() {
        return integers && terms > exact;
    }

    String declarations() {
        return each("%1$s a%3$d_%4$d = 0.0f; ") + (empties() ? each("%2$s s%3$d_%4$d = 0; ") : "");
    }

    private String each(String statement) {
        StringBuilder text = new StringBuilder();
        for (int col = 0; col < shape.cols(); col++) {
            for (int v = 0; v < shape.vectors(); v++) {
                text.append(
                        statement.formatted(shape.lanes().type(), shape.lanes().integers(), col, v));
            }
        }
        return text.toString();
    }

    /** How many loops stand outside the bodies: at least so many, and as many as leave few enough terms to one body. */
    int outer(int least, List<Loop> depth) {
        int outer = least;
        while (empties() && outer < depth.size() - 1 && inner(depth, outer) > exact) {
            outer++;
        }
        return outer;
    }

    private static long inner(List<Loop> depth, int outer) {
        return GeneralCandidate.points(depth.subList(outer, depth.size()));
    }

    /** Heads of a body's loops; a single one that is too long runs in parts, after each of which the sums are emptied. */
    String heads(List<Loop> inner) {
        if (!splits(inner)) {
            return IndexPrinter.heads(inner);
        }
        Loop loop = inner.getFirst();
        return "for (int part = 0; part < %2$d; part += %3$d) { for (int %1$s = part; %1$s < min(part + %3$d, %2$d); %1$s++) "
                .formatted(IndexPrinter.name(loop.dim()), loop.extent(), exact);
    }

    /** What closes the parts. */
    String ends(List<Loop> inner) {
        return splits(inner) ? " " + emptying() + "}" : "";
    }

    private boolean splits(List<Loop> inner) {
        return empties() && GeneralCandidate.points(inner) > exact;
    }

    /** What stands behind the bodies. */
    String emptied(List<Loop> inner) {
        return empties() && !splits(inner) ? emptying() : "";
    }

    private String emptying() {
        return each("s%3$d_%4$d += convert_%2$s(a%3$d_%4$d); a%3$d_%4$d = 0.0f; ");
    }

    /** What was loaded, as floating-point numbers. */
    String real(String loaded) {
        return integers ? "convert_%s(%s)".formatted(shape.lanes().type(), loaded) : loaded;
    }

    /** A finished sum. */
    String made(int col, int v) {
        String name = "%d_%d".formatted(col, v);
        return empties()
                ? "s" + name
                : integers ? "convert_%s(a%s)".formatted(shape.lanes().integers(), name) : "a" + name;
    }
}
