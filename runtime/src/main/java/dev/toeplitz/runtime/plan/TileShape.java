package dev.toeplitz.runtime.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How large a tile is.
 *
 * @param cols neighbours along the left side's loop
 * @param vectors along the right side's
 * @param lanes of one vector
 */
record TileShape(int cols, int vectors, Vector lanes) {
    /** What starting and storing a tile costs beside its products, in cycles: an estimate, which only ranks shapes. */
    private static final int TILE_OVERHEAD = 20;

    int width() {
        return vectors * lanes.lanes();
    }

    int tiles(int extent) {
        return Math.ceilDiv(extent, cols);
    }

    /** Where the last tile of a row begins, so that it ends with the row. */
    int lastStart(int extent) {
        return extent - cols;
    }

    /** The shape that takes fewest cycles, were every load a hit: the ragged edges decide. */
    static TileShape best(TileNest nest, Target target) {
        return best(nest, target, false);
    }

    /** @param integers whether weights are 8-bit integers */
    static TileShape best(TileNest nest, Target target, boolean integers) {
        int tiled = nest.tiled().extent();
        Vector lanes = Vector.within(nest.channel().extent(), target.lanes());
        int most = Math.ceilDiv(nest.channel().extent(), lanes.lanes());
        TileShape best = new TileShape(1, 1, lanes);
        double least = Double.MAX_VALUE;
        for (int vectors = 1; vectors <= most; vectors++) {
            for (int cols = 1; cols <= tiled && fits(cols, vectors, target); cols++) {
                TileShape shape = new TileShape(cols, vectors, lanes);
                double cycles = shape.cycles(nest, integers);
                if (cycles < least * 0.999) {
                    best = shape;
                    least = cycles;
                }
            }
        }
        return best;
    }

    /** Every shape that fits the registers, the one that is taken for the best first and the others by their estimates. */
    static List<TileShape> all(TileNest nest, Target target, boolean integers) {
        TileShape best = best(nest, target, integers);
        List<TileShape> others = new ArrayList<>();
        int most = Math.ceilDiv(nest.channel().extent(), best.lanes.lanes());
        for (int vectors = 1; vectors <= most; vectors++) {
            for (int cols = 1; cols <= nest.tiled().extent() && fits(cols, vectors, target); cols++) {
                others.add(new TileShape(cols, vectors, best.lanes));
            }
        }
        others.remove(best);
        others.sort(Comparator.comparingDouble(shape -> shape.cycles(nest, integers)));
        others.addFirst(best);
        return others;
    }

    /** The tile of so many neighbours and vectors; empty where it does not fit the loops or the registers. */
    static Optional<TileShape> of(int cols, int vectors, TileNest nest, Target target) {
        Vector lanes = Vector.within(nest.channel().extent(), target.lanes());
        boolean exists = cols >= 1
                && vectors >= 1
                && cols <= nest.tiled().extent()
                && vectors <= Math.ceilDiv(nest.channel().extent(), lanes.lanes());
        return exists && fits(cols, vectors, target)
                ? Optional.of(new TileShape(cols, vectors, lanes))
                : Optional.empty();
    }

    /** Accumulators, a row of weights, and one vector to spare for an element that is spread. */
    private static boolean fits(int cols, int vectors, Target target) {
        return cols * vectors + vectors + 1 <= target.registers();
    }

    private double cycles(TileNest nest, boolean integers) {
        return cycles(nest) + (integers ? conversions(nest) : 0);
    }

    /** A cycle for each vector of weights that is widened from 8 bits to single precision as it is read. */
    private double conversions(TileNest nest) {
        return (double) vectors
                * nest.reduction()
                * tiles(nest.tiled().extent())
                * Math.ceilDiv(nest.channel().extent(), width());
    }

    /** Two fused multiply-adds and two loads a cycle; four cycles until a sum can be added to again. */
    double cycles(TileNest nest) {
        double row = Math.max(Math.max(cols * vectors, cols + vectors) / 2.0, cols * vectors < 8 ? 4 : 0);
        double tile = row * nest.reduction() + TILE_OVERHEAD + cols * vectors;
        return tile * tiles(nest.tiled().extent()) * Math.ceilDiv(nest.channel().extent(), width());
    }
}
