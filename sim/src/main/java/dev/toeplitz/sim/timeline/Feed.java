package dev.toeplitz.sim.timeline;

import dev.toeplitz.sim.cost.Cause;

/**
 * One stream of bytes from DRAM into a buffer, for one part: how many bytes each chunk waits for, and how far ahead the
 * DMA engine may run. Bytes are counted from the part's start. An operand's tile lies in the buffer for a period of
 * chunks; with two halves the next period's tile arrives meanwhile.
 */
final class Feed {
    /** Chunks that a DMA engine is ahead within a tile. */
    private static final int AHEAD = 4;

    final Track track;
    /** What a wait for these bytes is called. */
    final Cause cause;
    /** Bytes that have to be there when a chunk starts. */
    final long[] need = new long[Walk.MOST_CHUNKS];
    /** Bytes that may have been asked for when a chunk starts. */
    final long[] limit = new long[Walk.MOST_CHUNKS];
    /** When the bytes a chunk needs have come. */
    final long[] arrival = new long[Walk.MOST_CHUNKS];
    /** The chunk with which the period began. */
    final int[] period = new int[Walk.MOST_CHUNKS];
    /** Tiles of the operand whose loading has begun by the end of a chunk; from 1. */
    final long[] loads = new long[Walk.MOST_CHUNKS];

    int chunks;
    long bytes;
    long issued;
    /** Ticks for which bytes came before their part began, which may have ended within a byte; 0 once that is gone on with. */
    long earlyTicks;
    /** What the banks of the buffer take for a byte at least; 0 where nobody waits for them. */
    double leastTicksPerByte;
    /** Whether the next tile comes while one is used. */
    private boolean doubled;

    /** The first chunk whose bytes are not yet all under way. */
    int waiting;

    Feed(Track track, Cause cause) {
        this.track = track;
        this.cause = cause;
    }

    void begin(int chunks, long bytes) {
        this.chunks = chunks;
        this.bytes = bytes;
        issued = 0;
        earlyTicks = 0;
        waiting = 0;
        doubled = true;
    }

    boolean isEmpty() {
        return bytes == 0;
    }

    /** When the bytes that a chunk needs have come; 0 where there are none. */
    long arrivalOf(int chunk) {
        return bytes == 0 ? 0 : arrival[chunk];
    }

    /** The part's bytes spread evenly over its chunks, as one tile that streams past. */
    void even(int chunks, long bytes) {
        begin(chunks, bytes);
        for (int c = 0; c < chunks; c++) {
            need[c] = Walk.share(bytes, c + 1, chunks);
            period[c] = 0;
            loads[c] = 1;
        }
        limits(1, true, false);
    }

    /**
     * Fills {@link #limit} and {@link #period} from {@link #need} and {@link #loads}.
     *
     * @param grouped whether chunks hold several tiles, so that whole chunks are loaded ahead
     */
    void limits(long allLoads, boolean twoHalves, boolean grouped) {
        doubled = twoHalves;
        for (int c = 0; c < chunks; c++) {
            period[c] = c > 0 && loads[c] == loads[c - 1] ? period[c - 1] : c;
        }
        int end = chunks;
        for (int c = chunks - 1; c >= 0; c--) {
            long here = Walk.share(bytes, loads[c], allLoads);
            long most = doubled ? Walk.share(bytes, Math.min(allLoads, loads[c] + 1), allLoads) : here;
            most = grouped && doubled ? need[Math.min(chunks - 1, c + 1)] : most;
            limit(c, here, most, end);
            end = period[c] == c ? c : end;
        }
    }

    /**
     * How far the DMA engine may run ahead when a chunk starts.
     *
     * @param here the end of the tile that the chunk is in
     * @param most the end of what there is room for
     * @param end the first chunk of the next period
     */
    void limit(int c, long here, long most, int end) {
        long ahead = Math.min(most, need[Math.min(chunks - 1, c + AHEAD)]);
        // The first tile cannot come before its period; it shares that with the second.
        long base = period[c] == 0 ? need[0] : here;
        long ramp = base + Walk.share(Math.max(0, most - base), c - period[c] + 1L, end - period[c]);
        limit[c] = Math.max(need[c], Math.max(ahead, Math.min(most, ramp)));
    }

    /** Bytes that come while the array is on a chunk, where it does not wait for them. */
    long meanwhile(int chunk) {
        return bytes == 0 ? 0 : limit[chunk] - (chunk == 0 ? 0 : limit[chunk - 1]);
    }

    /** The same where it waits for what a chunk needs: without a second half the first bytes of a tile come before it. */
    long ahead(int chunk) {
        boolean awaited = chunk == 0 || (!doubled && period[chunk] == chunk);
        if (bytes == 0 || !awaited) {
            return meanwhile(chunk);
        }
        return limit[chunk] - Math.max(need[chunk], chunk == 0 ? 0 : limit[chunk - 1]);
    }

    /** The end of the first tile's bytes, as far as another part may load ahead. */
    long firstTile() {
        int last = 0;
        while (last + 1 < chunks && period[last + 1] == 0) {
            last++;
        }
        return chunks == 0 ? 0 : need[last];
    }

    /** What the bytes take that are asked for next, up to {@code upTo}. */
    long ticks(double ticksPerByte, long upTo) {
        long first = earlyTicks > 0 ? 0 : issued;
        long ticks = Rates.ticks(ticksPerByte, upTo - first) - earlyTicks;
        earlyTicks = 0;
        return ticks;
    }

    /** Notes that the bytes up to {@code upTo} come between two times, evenly. */
    void comes(long upTo, long from, long to) {
        long amount = upTo - issued;
        while (waiting < chunks && need[waiting] <= upTo) {
            long part = need[waiting] - issued;
            arrival[waiting] = part == amount ? to : from + (long) Math.ceil((to - from) * (part / (double) amount));
            waiting++;
        }
        issued = upTo;
    }

    /** Whatever needs no more bytes than have been asked for is there at once. */
    void begun(long ready) {
        while (waiting < chunks && need[waiting] <= issued) {
            arrival[waiting] = ready;
            waiting++;
        }
    }
}
