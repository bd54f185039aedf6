package dev.toeplitz.sim.timeline;

/**
 * One array with its buffers, DMA engines and vector unit, in the stage that runs: what it has done and what comes next. Made
 * once and used for each stage again.
 */
final class Core {
    final int number;
    /** The place of its first chunk among those of all cores, as {@link Waits} counts them. */
    final int firstPlace;

    final long[] arrayEnd = new long[Walk.MOST_CHUNKS];
    final long[] vectorEnd = new long[Walk.MOST_CHUNKS];
    final long[] storeEnd = new long[Walk.MOST_CHUNKS];

    /** What it does in this stage, and in the next one; without chunks where it does nothing. */
    Walk walk = new Walk();

    Walk next = new Walk();
    /** Whether the next stage's weights fit beside what this one has. */
    boolean hasRoom;

    /** Chunks that have been taken up. */
    int taken;
    /** Chunks whose results are on their way to DRAM. */
    int stored;
    /** When the results that its part reads from DRAM are there. */
    long ready;
    /** When its DMA engines are through with what they were asked for. */
    long dmaFree;
    /** What they have to be set up for before the next request. */
    long pendingSetup;
    /** What the chunk that is about to start waited for last. */
    int startedAfter;
    /** The part whose weights may come early, and from when on; null where there is none yet. */
    Walk prefetching;

    long prefetchFrom;

    Core(int number) {
        this.number = number;
        this.firstPlace = number * Walk.MOST_CHUNKS;
    }

    int place(int chunk) {
        return firstPlace + chunk;
    }

    /** The next stage becomes this one. */
    void turn() {
        Walk done = walk;
        walk = next;
        next = done;
    }

    void begin() {
        taken = 0;
        stored = 0;
        prefetching = null;
    }

    int last() {
        return walk.chunks - 1;
    }

    /** From the last tile of this part's weights on, the other half of their buffer is free for the next part's first. */
    void openPrefetch(int chunk, long stageFrom) {
        int from = walk.weight.isEmpty() ? 0 : walk.weight.period[walk.chunks - 1];
        if (prefetching == null && chunk >= from) {
            prefetching = next;
            prefetchFrom = from == 0 ? stageFrom : arrayEnd[from - 1];
        }
    }

    /** When the half of the buffer is free that the loads of a chunk go to. */
    long released(Feed feed, int chunk, long otherwise) {
        return feed.period[chunk] == 0 ? otherwise : arrayEnd[feed.period[chunk] - 1];
    }
}
