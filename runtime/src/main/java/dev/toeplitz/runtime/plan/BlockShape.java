package dev.toeplitz.runtime.plan;

import dev.toeplitz.terms.Require;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How a work-group shares a product out. All are powers of two; a work-group has mwg / mwi · nwg / nwi work-items.
 *
 * @param mwg rows of the result that a work-group makes
 * @param nwg columns
 * @param kwg points of the reduction that are staged at a time
 * @param mwi rows of the result that a work-item makes
 * @param nwi columns
 */
public record BlockShape(int mwg, int nwg, int kwg, int mwi, int nwi) {
    /** Vectors of the result, and how far rows of a staged tile are set apart beyond their length. */
    static final int LANES = 4;

    private static final int LEAST_ITEMS = 32;
    private static final int MOST_SUMS = 64;
    /** The share of what takes less long that does not hide behind what takes longest: assumed. */
    private static final double UNHIDDEN = 0.25;

    public BlockShape {
        for (int each : new int[] {mwg, nwg, kwg, mwi, nwi}) {
            Require.that(
                    Integer.bitCount(each) == 1 && each > 0,
                    "a block of %d × %d × %d in parts of %d × %d".formatted(mwg, nwg, kwg, mwi, nwi),
                    "powers of two",
                    "round them");
        }
        Require.that(
                mwi <= mwg && nwi <= nwg && kwg >= LANES && nwg >= LANES && mwg >= LANES,
                "a block of %d × %d × %d in parts of %d × %d".formatted(mwg, nwg, kwg, mwi, nwi),
                "parts no larger than the block, and a block of 4 × 4 × 4 at least",
                "enlarge the block");
    }

    /** Work-items along a column of the block. */
    int itemRows() {
        return mwg / mwi;
    }

    /** Work-items along a row of it. */
    int itemCols() {
        return nwg / nwi;
    }

    /** Work-items of a group. */
    public int items() {
        return itemRows() * itemCols();
    }

    /** Local memory of a group, in bytes. */
    public long localBytes() {
        return (long) Float.BYTES * kwg * (mwg + nwg + 2 * LANES);
    }

    private boolean fits(Target target) {
        return items() >= LEAST_ITEMS && items() <= target.groupItems() && localBytes() <= target.localBytes();
    }

    /**
     * A product to be shared out: {@code groups} of rows × cols results, each a sum of {@code depth} products.
     */
    public record Product(long groups, long rows, long cols, long depth) {}

    /** Every shape that a device has room for and that is not mostly padding, by the estimate best first. */
    public static List<BlockShape> choices(Product product, Target target) {
        List<BlockShape> choices = new ArrayList<>();
        for (int mwg = LANES; mwg <= 128; mwg *= 2) {
            for (int nwg = LANES; nwg <= 128; nwg *= 2) {
                if (isMostlyPadding(mwg, product.rows()) || isMostlyPadding(nwg, product.cols())) {
                    continue;
                }
                for (int kwg = 8; kwg <= 32; kwg *= 2) {
                    addParts(choices, mwg, nwg, kwg, target);
                }
            }
        }
        choices.sort(Comparator.comparingDouble(shape -> shape.cycles(product, target)));
        return choices;
    }

    private static void addParts(List<BlockShape> choices, int mwg, int nwg, int kwg, Target target) {
        for (int mwi = 2; mwi <= Math.min(mwg, 8); mwi *= 2) {
            for (int nwi = 2; nwi <= Math.min(nwg, 8); nwi *= 2) {
                BlockShape shape = new BlockShape(mwg, nwg, kwg, mwi, nwi);
                if (mwi * nwi <= MOST_SUMS && shape.fits(target)) {
                    choices.add(shape);
                }
            }
        }
    }

    private static boolean isMostlyPadding(int width, long extent) {
        return width > LANES && width >= 2 * extent;
    }

    /**
     * What a compute unit is taken to do in a cycle: assumed, of a GPU as they are common, and measured on none. It only ranks
     * shapes.
     */
    private static final class Unit {
        static final double INSTRUCTIONS = 128;
        static final double LOCAL_READS = 32;
        static final double GLOBAL_BYTES = 16;
        /** From asking memory until the tile is there, in cycles. */
        static final double LATENCY = 500;
        /** Work-items that it can hold, and registers for all of them. */
        static final int ITEMS = 1024;

        static final int REGISTERS = 64 << 10;

        private Unit() {}
    }

    /** A unit's share of the groups, which take turns with its multipliers and memories and wait side by side. */
    double cycles(Product product, Target target) {
        double blocks = (double) product.groups()
                * Math.ceilDiv(product.rows(), (long) mwg)
                * Math.ceilDiv(product.cols(), (long) nwg);
        double share = Math.ceil(blocks / target.units());
        double instructions = mwi * nwi + (mwi + nwi) / (double) LANES + 2;
        double multiplying = kwg * instructions * Math.max(1, share * items() / Unit.INSTRUCTIONS);
        // Neighbours in a row of work-items read the same left elements at once.
        double reading = share * kwg * items() * (nwi + mwi / (double) LANES) / Unit.LOCAL_READS;
        double loading = share * kwg * (mwg + nwg) * Float.BYTES / Unit.GLOBAL_BYTES;
        double waiting = Unit.LATENCY * Math.ceil(share / atOnce(target));
        double longest = Math.max(Math.max(multiplying, reading), Math.max(loading, waiting));
        double step = longest + UNHIDDEN * (multiplying + reading + loading + waiting - longest);
        double storing = share * mwg * nwg * Float.BYTES / Unit.GLOBAL_BYTES;
        return step * Math.ceilDiv(product.depth(), (long) kwg) + storing;
    }

    private double atOnce(Target target) {
        int registers = mwi * nwi + 2 * (mwi + nwi) + 24;
        double byItems = Math.min(Unit.ITEMS / items(), Unit.REGISTERS / (registers * items()));
        return Math.max(1, Math.min(byItems, target.localBytes() / (double) localBytes()));
    }

    @Override
    public String toString() {
        return "%d × %d × %d in parts of %d × %d".formatted(mwg, nwg, kwg, mwi, nwi);
    }
}
