package dev.toeplitz.sim.search;

import dev.toeplitz.sim.analytic.LoadBlocks;

/** The least that the array waits for an operand's loads, whatever the mapping: with the least that a pass may load, or more. */
final class LoadBound {
    private final LoadBlocks blocks;
    private final double bytes;
    private final double parts;
    private final boolean varies;

    /**
     * @param bytes of all passes that blocks ask for, at least
     * @param varies whether other mappings may load more in a pass
     */
    LoadBound(LoadBlocks blocks, long bytes, boolean varies) {
        this.blocks = blocks;
        this.bytes = blocks.inBlock(bytes, blocks.fetches());
        this.parts = blocks.parts(this.bytes);
        this.varies = varies;
    }

    /**
     * Cycles of waiting beside a pace. The array takes no longer than the pace, and so is waited for no less; and a slower pace
     * and its wait are together no less.
     *
     * <p>More passes are never a shorter wait, but more bytes of a pass may be one: a part more of a double buffer makes the
     * first part smaller. Where a pass takes l cycles and n parts, what l or l/n is no less of is no better, whatever the pace. Both
     * grow with bytes of n parts; and from one n to the next both grow where the next part begins. So just above
     * the first whole parts is the only other amount that may be the best.
     */
    long least(long pace) {
        double least = blocks.wait(bytes, parts, pace);
        if (varies) {
            least = Math.min(least, blocks.wait(blocks.most(parts), parts + 1, pace));
        }
        // What sums of doubles lose must not make it more than a wait that is a whole number of cycles.
        return Math.max(0, (long) Math.ceil(least - (least + pace) * 1e-12));
    }
}
