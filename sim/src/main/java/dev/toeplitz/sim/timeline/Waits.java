package dev.toeplitz.sim.timeline;

import dev.toeplitz.sim.cost.Cause;
import java.util.Arrays;

/**
 * Why a part took longer than its work on the array. Whatever the array waited for waited in turn: results for the vector
 * unit, a residual for somebody's weights on the way to DRAM. So the chain of waits is walked back from the last result to
 * the first chunk's start: every tick of the part belongs to the one thing that worked on that chain, its critical path, and
 * stalls are shared in proportion. What is not on the path is never blamed, and to make it faster would not help.
 * Remembers the last requests in a ring; allocates nothing after construction.
 */
final class Waits {
    /** After whatever the bus carried until then. */
    static final int BUS = -1;
    /** After the results of an earlier part had been stored. */
    static final int PRODUCER = -2;

    /** More than two parts ask for, of {@link Walk#MOST_CHUNKS} chunks with at most seven requests each. */
    private static final int KEPT = 1 << 12;

    private static final Cause[] CAUSES = Cause.values();

    private final long[] from = new long[KEPT];
    private final long[] through = new long[KEPT];
    private final Cause[] stream = new Cause[KEPT];
    private final int[] begunAfter = new int[KEPT];

    private int requests;

    private final long[] arrayFrom = new long[Walk.MOST_CHUNKS];
    private final long[] arrayEnd = new long[Walk.MOST_CHUNKS];
    private final int[] startedAfter = new int[Walk.MOST_CHUNKS];
    private final long[] vectorFrom = new long[Walk.MOST_CHUNKS];
    private final long[] vectorEnd = new long[Walk.MOST_CHUNKS];
    private final int[] takenAfter = new int[Walk.MOST_CHUNKS];

    /** Ticks on the path by cause, the array's own left out. */
    private final long[] blamed = new long[CAUSES.length];

    /** After a chunk's results had passed the vector unit. */
    static int results(int chunk) {
        return chunk;
    }

    /** After a chunk was through the array. */
    static int array(int chunk) {
        return Walk.MOST_CHUNKS + chunk;
    }

    /** After what a chunk waited for before the array took it up. */
    static int start(int chunk) {
        return 2 * Walk.MOST_CHUNKS + chunk;
    }

    /**
     * Notes a request in the order in which the bus serves them.
     *
     * @param after what it waited for last
     */
    void served(long begun, long end, Cause cause, int after) {
        int at = requests++ & KEPT - 1;
        from[at] = begun;
        through[at] = end;
        stream[at] = cause;
        begunAfter[at] = after;
    }

    /** Notes when a chunk is on the array. */
    void ran(int chunk, long start, long end, int after) {
        arrayFrom[chunk] = start;
        arrayEnd[chunk] = end;
        startedAfter[chunk] = after;
    }

    /** Notes when a chunk's results are in the vector unit. */
    void passed(int chunk, long taken, long end, int after) {
        vectorFrom[chunk] = taken;
        vectorEnd[chunk] = end;
        takenAfter[chunk] = after;
    }

    /**
     * Adds the stalls of a part between its first chunk's start and its last result.
     *
     * @param portTicks of the part's time on the array, those that it waits for a buffer's port
     * @param waitTicks likewise for operands that may not pass while it works, by cause
     * @param stalls ticks by part and cause
     */
    void blame(int part, int chunks, long portTicks, long[] waitTicks, long[] stalls) {
        int last = chunks - 1;
        long onArray = 0;
        for (int c = 0; c <= last; c++) {
            onArray += arrayEnd[c] - arrayFrom[c];
        }
        long end = vectorEnd[last];
        long onPath = path(results(last), end, arrayFrom[0]);
        blamed[Cause.BUFFER_PORT.ordinal()] = onArray == 0 ? 0 : Walk.share(portTicks, onPath, onArray);
        long waited = 0;
        for (int cause = 0; cause < CAUSES.length; cause++) {
            blamed[cause] += onArray == 0 ? 0 : Walk.share(waitTicks[cause], onPath, onArray);
            waited += waitTicks[cause];
        }
        divide(end - arrayFrom[0] - onArray + portTicks + waited, part, stalls);
    }

    private void divide(long ticks, int part, long[] stalls) {
        long left = ticks;
        long weight = Arrays.stream(blamed).sum();
        for (int cause = 0; cause < CAUSES.length && weight > 0; cause++) {
            long share = blamed[cause] == weight ? left : Math.round(left * (blamed[cause] / (double) weight));
            stalls[part * CAUSES.length + cause] += share;
            left -= share;
            weight -= blamed[cause];
        }
    }

    /** Walks back from one time to another and fills {@link #blamed}; gives the ticks on the array. */
    private long path(int last, long end, long first) {
        Arrays.fill(blamed, 0);
        long onArray = 0;
        long now = end;
        int after = last;
        int request = requests;
        while (now > first) {
            int chunk = after & Walk.MOST_CHUNKS - 1;
            long before = first;
            if (after == BUS) {
                request = under(request, now);
                int at = request & KEPT - 1;
                before = Math.max(first, from[at]);
                blamed[stream[at].ordinal()] += now - before;
                after = begunAfter[at];
            } else if (after == PRODUCER) {
                blamed[Cause.OUTPUT_BANDWIDTH.ordinal()] += now - first;
            } else if (after >= start(0)) {
                before = now;
                after = startedAfter[chunk];
            } else if (after >= array(0) || vectorEnd[chunk] == arrayEnd[chunk]) {
                before = arrayFrom[chunk];
                onArray += now - before;
                after = startedAfter[chunk];
            } else {
                before = Math.max(first, vectorFrom[chunk]);
                blamed[Cause.VECTOR_UNIT.ordinal()] += now - before;
                after = takenAfter[chunk];
            }
            now = before;
        }
        return onArray;
    }

    /** The last request before number {@code before} that was under way just before a time. */
    private int under(int before, long time) {
        int at = before - 1;
        while (from[at & KEPT - 1] >= time) {
            at--;
        }
        if (through[at & KEPT - 1] < time) {
            throw new IllegalStateException("nothing was on the bus before tick " + time);
        }
        return at;
    }
}
