package dev.toeplitz.sim.timeline;

import dev.toeplitz.sim.cost.Cause;
import java.util.Arrays;

/**
 * Why a stage took longer than its work on the array. Whatever the array waited for waited in turn: results for the vector
 * unit, a residual for somebody's weights on the way to DRAM. So the chain of waits is walked back from the last result to
 * the first chunk's start on the core that was done last: every tick belongs to the one thing that worked on that chain, its
 * critical path, and stalls are shared in proportion. What is not on the path is never blamed, and to make it faster would not
 * help. A chunk of a core has a place of its own, its number among those of all cores. Remembers the last requests in a ring;
 * allocates nothing after construction.
 */
final class Waits {
    /** After whatever the bus carried until then. */
    static final int BUS = -1;
    /** After the results of an earlier part had been stored. */
    static final int PRODUCER = -2;
    /** After what a first chunk waits for beside its bytes. */
    static final int FIRST = -3;

    /** More than two parts ask for, of {@link Walk#MOST_CHUNKS} chunks with at most seven requests each. */
    private static final int KEPT_OF_A_CORE = 1 << 12;

    private static final Cause[] CAUSES = Cause.values();

    private final int mask;
    private final long[] from;
    private final long[] through;
    private final Cause[] stream;
    private final int[] begunAfter;

    private int requests;

    private final int places;
    private final long[] arrayFrom;
    private final long[] arrayEnd;
    private final int[] startedAfter;
    private final long[] vectorFrom;
    private final long[] vectorEnd;
    private final int[] takenAfter;

    /** Ticks on the path by cause, the array's own left out. */
    private final long[] blamed = new long[CAUSES.length];

    Waits(int cores) {
        int kept = KEPT_OF_A_CORE * Integer.highestOneBit(2 * cores - 1);
        mask = kept - 1;
        from = new long[kept];
        through = new long[kept];
        stream = new Cause[kept];
        begunAfter = new int[kept];
        places = cores * Walk.MOST_CHUNKS;
        arrayFrom = new long[places];
        arrayEnd = new long[places];
        startedAfter = new int[places];
        vectorFrom = new long[places];
        vectorEnd = new long[places];
        takenAfter = new int[places];
    }

    /** After the results of the chunk at a place had passed the vector unit. */
    int results(int place) {
        return place;
    }

    /** After the chunk at a place was through the array. */
    int array(int place) {
        return places + place;
    }

    /** After what the chunk at a place waited for before the array took it up. */
    int start(int place) {
        return 2 * places + place;
    }

    /**
     * Notes a request in the order in which the bus serves them.
     *
     * @param after what it waited for last
     */
    void served(long begun, long end, Cause cause, int after) {
        int at = requests++ & mask;
        from[at] = begun;
        through[at] = end;
        stream[at] = cause;
        begunAfter[at] = after;
    }

    /** Notes when a chunk is on the array. */
    void ran(int place, long start, long end, int after) {
        arrayFrom[place] = start;
        arrayEnd[place] = end;
        startedAfter[place] = after;
    }

    /** When the array took up the chunk at a place. */
    long from(int place) {
        return arrayFrom[place];
    }

    /** Notes when a chunk's results are in the vector unit. */
    void passed(int place, long taken, long end, int after) {
        vectorFrom[place] = taken;
        vectorEnd[place] = end;
        takenAfter[place] = after;
    }

    /**
     * Adds the stalls of a stage between its first chunk's start and its last result on one core.
     *
     * @param first the place of that core's first chunk, after which its others follow
     * @param portTicks of the part's time on the array, those that it waits for a buffer's port
     * @param waitTicks likewise for operands that may not pass while it works and for banks, by cause
     * @param stalls ticks by stage and cause
     */
    void blame(int stage, int first, int chunks, long portTicks, long[] waitTicks, long[] stalls) {
        int last = first + chunks - 1;
        long onArray = 0;
        for (int place = first; place <= last; place++) {
            onArray += arrayEnd[place] - arrayFrom[place];
        }
        long end = vectorEnd[last];
        long onPath = path(last, end, arrayFrom[first], first / Walk.MOST_CHUNKS);
        blamed[Cause.BUFFER_PORT.ordinal()] = onArray == 0 ? 0 : Walk.share(portTicks, onPath, onArray);
        long waited = 0;
        for (int cause = 0; cause < CAUSES.length; cause++) {
            blamed[cause] += onArray == 0 ? 0 : Walk.share(waitTicks[cause], onPath, onArray);
            waited += waitTicks[cause];
        }
        divide(end - arrayFrom[first] - onArray + portTicks + waited, stage, stalls);
    }

    private void divide(long ticks, int stage, long[] stalls) {
        long left = ticks;
        long weight = Arrays.stream(blamed).sum();
        for (int cause = 0; cause < CAUSES.length && weight > 0; cause++) {
            long share = blamed[cause] == weight ? left : Math.round(left * (blamed[cause] / (double) weight));
            stalls[stage * CAUSES.length + cause] += share;
            left -= share;
            weight -= blamed[cause];
        }
    }

    /**
     * Walks back from one time to another and fills {@link #blamed}; gives the ticks on the core's own array. Those on another
     * core's, whose turn at the bus is waited for, belong to what that one had the turn for.
     */
    private long path(int last, long end, long first, int core) {
        Arrays.fill(blamed, 0);
        long onArray = 0;
        long now = end;
        int after = last;
        int request = requests;
        while (now > first) {
            int place = after < 0 ? 0 : after % places;
            long before = first;
            if (after == BUS) {
                request = under(request, now);
                int at = request & mask;
                before = Math.max(first, from[at]);
                blamed[stream[at].ordinal()] += now - before;
                after = begunAfter[at];
            } else if (after == PRODUCER || after == FIRST) {
                Cause cause = after == FIRST ? Cause.FIRST_TILE : Cause.OUTPUT_BANDWIDTH;
                blamed[cause.ordinal()] += now - first;
            } else if (after >= start(0)) {
                before = now;
                after = startedAfter[place];
            } else if (after >= array(0) || vectorEnd[place] == arrayEnd[place]) {
                before = Math.max(first, arrayFrom[place]);
                if (place / Walk.MOST_CHUNKS == core) {
                    onArray += now - before;
                } else {
                    blamed[stream[request & mask].ordinal()] += now - before;
                }
                after = startedAfter[place];
            } else {
                before = Math.max(first, vectorFrom[place]);
                blamed[Cause.VECTOR_UNIT.ordinal()] += now - before;
                after = takenAfter[place];
            }
            now = before;
        }
        return onArray;
    }

    /** The last request before number {@code before} that was under way just before a time. */
    private int under(int before, long time) {
        int at = before - 1;
        while (from[at & mask] >= time || through[at & mask] < time) {
            at--;
            if (before - at > mask) {
                throw new IllegalStateException("nothing was on the bus before tick " + time);
            }
        }
        return at;
    }
}
