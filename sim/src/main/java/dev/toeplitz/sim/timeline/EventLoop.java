package dev.toeplitz.sim.timeline;

import dev.toeplitz.sim.cost.Cause;
import dev.toeplitz.sim.cost.Engine;

/**
 * Runs parts chunk by chunk. Every time is the latest of those it waits for, plus its own: a chunk starts on the array when
 * its operands have come, the chunk before is through and there is room for its results. Requests reach the bus in a fixed
 * order: for each chunk first the loads that may run ahead, then the results of the chunk before. Nothing is allocated
 * here after construction.
 */
final class EventLoop {
    private final Bus bus = new Bus();
    private final Waits waits = new Waits();
    private final Rates rates;
    private final long setupTicks;
    private final Recorder recorder;

    private final long[] arrayEnd = new long[Walk.MOST_CHUNKS];
    private final long[] vectorEnd = new long[Walk.MOST_CHUNKS];
    private final long[] storeEnd = new long[Walk.MOST_CHUNKS];

    /** Stalls of each part: [part × causes + cause]. */
    final long[] stalls;
    /** When each part's share of the network's time ends. */
    final long[] boundary;

    final long[] begin;
    final long[] end;

    private long engineFree;
    /** What the chunk that is about to start waited for last. */
    private int startedAfter;

    private int lastRun = -1;
    private long lastStore;
    private long pendingSetup;
    /** The part whose weights may come early, and from when on; null where there is none yet. */
    private Walk prefetching;

    private long prefetchFrom;
    private static final int CAUSES = Cause.values().length;

    EventLoop(int parts, Rates rates, long setupTicks, Recorder recorder) {
        this.rates = rates;
        this.setupTicks = setupTicks;
        this.recorder = recorder;
        stalls = new long[parts * CAUSES];
        boundary = new long[parts];
        begin = new long[parts];
        end = new long[parts];
    }

    /**
     * @param next the part after this one, whose weights may come early; null where there is none, or no room for them
     * @param inputsReady when the results that this part reads from DRAM are there
     */
    void run(int index, Walk walk, Walk next, long inputsReady) {
        if (walk.chunks == 0) {
            boundary[index] = index == 0 ? 0 : boundary[index - 1];
            begin[index] = boundary[index];
            end[index] = boundary[index];
            return;
        }
        long previousFree = engineFree;
        prefetching = null;
        long ready = lower(walk, Math.max(inputsReady, engineFree));
        pendingSetup += setupTicks * walk.tilesBegunIn(0);
        issue(
                walk,
                walk.weight,
                walk.weight.isEmpty() ? 0 : walk.weight.need[0],
                previousLoads(walk, 0),
                Waits.PRODUCER);
        issue(walk, walk.input, walk.input.isEmpty() ? 0 : walk.input.need[0], ready, Waits.PRODUCER);
        long last = walk.chunks - 1L;
        for (int c = 0; c <= last; c++) {
            pendingSetup += c == 0 ? 0 : setupTicks * walk.tilesBegunIn(c);
            loadAhead(walk, next, c, ready);
            long start = start(index, walk, c, previousFree);
            compute(walk, c, start);
            if (c > 0) {
                store(walk, c - 1);
            }
        }
        finish(index, walk, (int) last);
    }

    /** Explicit im2col: the map is read and the matrix written before anything of it is loaded. */
    private long lower(Walk walk, long inputsReady) {
        if (walk.lowerWrite == 0) {
            return inputsReady;
        }
        double perByte = rates.streamTicksPerByte();
        long reading = Rates.ticks(perByte, walk.lowerRead);
        long read = request(walk, Track.INPUT_DMA, Cause.IM2COL, reading, inputsReady, Waits.PRODUCER);
        long writing = Rates.ticks(perByte, walk.lowerWrite);
        return request(walk, Track.OUTPUT_DMA, Cause.IM2COL, writing, read, Waits.BUS);
    }

    /**
     * @param after what sets {@code ready}, as {@link Waits} has it
     */
    private long request(Walk walk, Track track, Cause stream, long ticks, long ready, int after) {
        boolean waited = ready > bus.free();
        if (prefetching != null && waited) {
            fillGap(ready);
        }
        long through = bus.serve(ready, ticks + pendingSetup);
        note(walk, track, stream, through - ticks, through, waited ? after : Waits.BUS);
        pendingSetup = 0;
        return through;
    }

    private void note(Walk walk, Track track, Cause stream, long from, long through, int after) {
        waits.served(bus.begun(), through, stream, after);
        if (walk.firstRequest < 0) {
            walk.firstRequest = bus.begun();
        }
        if (through > from) {
            recorder.busy(track, walk.part.layer(), from, through);
        }
    }

    private void issue(Walk walk, Feed feed, long upTo, long ready, int after) {
        if (upTo > feed.issued) {
            double perByte = feed == walk.input ? walk.inputTicksPerByte : walk.streamTicksPerByte;
            long ticks = Rates.ticks(perByte, upTo - feed.issued);
            long through = request(walk, feed.track, feed.cause, ticks, ready, after);
            feed.comes(upTo, through - ticks, through);
        }
        feed.begun(0);
    }

    /** When the half of the buffer is free that the loads of a chunk go to. */
    private long released(Feed feed, int chunk, long otherwise) {
        return feed.period[chunk] == 0 ? otherwise : arrayEnd[feed.period[chunk] - 1];
    }

    private static int afterRelease(Feed feed, int chunk) {
        return feed.period[chunk] == 0 ? Waits.PRODUCER : Waits.array(feed.period[chunk] - 1);
    }

    private long previousLoads(Walk walk, int chunk) {
        return released(walk.weight, chunk, walk.weight.issued > 0 ? 0 : engineFree);
    }

    private void loadAhead(Walk walk, Walk next, int c, long ready) {
        issue(walk, walk.weight, walk.weight.limit[c], previousLoads(walk, c), afterRelease(walk.weight, c));
        long room = released(walk.input, c, 0);
        int after = room > ready ? afterRelease(walk.input, c) : Waits.PRODUCER;
        issue(walk, walk.input, walk.input.limit[c], Math.max(ready, room), after);
        issue(walk, walk.epilogue, walk.epilogue.limit[c], ready, Waits.PRODUCER);
        issue(walk, walk.partialSums, walk.partialSums.limit[c], 0, Waits.BUS);
        if (next != null && walk.weight.issued == walk.weight.bytes) {
            openPrefetch(walk, next, c);
        }
    }

    /** From the last tile of this part's weights on, the other half of their buffer is free for the next part's first. */
    private void openPrefetch(Walk walk, Walk next, int c) {
        int from = walk.weight.isEmpty() ? 0 : walk.weight.period[walk.chunks - 1];
        if (prefetching == null && c >= from) {
            prefetching = next;
            prefetchFrom = from == 0 ? engineFree : arrayEnd[from - 1];
        }
    }

    /** Loads the next part's weights while the bus waits for somebody else, so that they delay nobody. */
    private void fillGap(long until) {
        Feed feed = prefetching.weight;
        long from = Math.max(bus.free(), prefetchFrom);
        long bytes = Math.min(
                Rates.bytesWithin(prefetching.streamTicksPerByte, until - from), feed.firstTile() - feed.issued);
        if (bytes > 0) {
            long ticks = Rates.ticks(prefetching.streamTicksPerByte, bytes);
            long through = bus.serve(from, ticks);
            note(prefetching, feed.track, feed.cause, through - ticks, through, Waits.BUS);
            feed.comes(feed.issued + bytes, through - ticks, through);
        }
    }

    private long start(int index, Walk walk, int c, long previousFree) {
        long free = c == 0 ? previousFree : arrayEnd[c - 1];
        long bytes =
                Math.max(walk.input.arrivalOf(c), Math.max(walk.weight.arrivalOf(c), walk.partialSums.arrivalOf(c)));
        int leaving = c - walk.outputChunks;
        long room = leaving < 0 ? 0 : storeEnd[leaving];
        long vector = c < 2 ? 0 : vectorEnd[c - 2];
        long start = Math.max(Math.max(free, vector), Math.max(bytes, room));
        if (c == 0) {
            start = Math.max(start, Math.max(0, walk.firstRequest) + walk.firstTicks);
            open(index, walk, start);
            return start;
        }
        if (start == free) {
            startedAfter = Waits.array(c - 1);
        } else if (start == vector) {
            startedAfter = Waits.results(c - 2);
        } else {
            startedAfter = start == room && room == vectorEnd[leaving] ? Waits.results(leaving) : Waits.BUS;
        }
        return start;
    }

    /** Divides the time between the part before and this one: until its last store is through, it is that one's. */
    private void open(int index, Walk walk, long start) {
        long shared = Math.clamp(lastStore, engineFree, start);
        if (lastRun >= 0) {
            add(lastRun, Cause.LAST_TILE, shared - engineFree);
            for (int i = lastRun; i < index; i++) {
                boundary[i] = shared;
            }
        }
        long from = lastRun < 0 ? 0 : shared;
        add(index, walk.lowerWrite > 0 ? Cause.IM2COL : Cause.FIRST_TILE, start - from);
        begin[index] = walk.firstRequest < 0 ? start : Math.min(walk.firstRequest, start);
    }

    private void add(int index, Cause cause, long ticks) {
        stalls[index * CAUSES + cause.ordinal()] += ticks;
    }

    private void compute(Walk walk, int c, long start) {
        long array = piece(walk.arrayTicks, c, walk.chunks);
        long port = piece(walk.portTicks, c, walk.chunks);
        long exposed = piece(walk.exposedTicks, c, walk.chunks);
        long hidden = piece(walk.vectorTicks, c, walk.chunks);
        long wait = piece(walk.allWaitTicks, c, walk.chunks);
        long end = start + Math.max(array, port) + exposed + wait;
        arrayEnd[c] = end;
        long before = c == 0 ? 0 : vectorEnd[c - 1];
        long from = Math.max(Math.max(start, before), walk.epilogue.arrivalOf(c));
        vectorEnd[c] = Math.max(end, from + (hidden > 0 ? hidden + wait : 0));
        waits.ran(c, start, end, startedAfter);
        waits.passed(
                c,
                from,
                vectorEnd[c],
                from == start ? Waits.start(c) : from == before ? Waits.results(c - 1) : Waits.BUS);
        int layer = walk.part.layer();
        if (array > 0) {
            recorder.busy(Track.ARRAY, layer, start, start + Math.max(array, port));
        }
        if (hidden > 0) {
            recorder.busy(Track.VECTOR_UNIT, layer, from, from + hidden);
        } else if (exposed > 0 && walk.part.cost().engine() != Engine.DMA) {
            recorder.busy(Track.VECTOR_UNIT, layer, end - exposed, end);
        }
    }

    private static long piece(long all, int c, int chunks) {
        return Walk.share(all, c + 1, chunks) - Walk.share(all, c, chunks);
    }

    private void store(Walk walk, int c) {
        long bytes = walk.stored[c] - (c == 0 ? 0 : walk.stored[c - 1]);
        storeEnd[c] = vectorEnd[c];
        if (bytes > 0) {
            long ticks = Rates.ticks(walk.outputTicksPerByte, bytes);
            storeEnd[c] =
                    request(walk, Track.OUTPUT_DMA, Cause.OUTPUT_BANDWIDTH, ticks, vectorEnd[c], Waits.results(c));
        }
    }

    private void finish(int index, Walk walk, int last) {
        store(walk, last);
        if (prefetching != null) {
            fillGap(vectorEnd[last]);
        }
        if (pendingSetup > 0) {
            long through =
                    request(walk, Track.OUTPUT_DMA, Cause.OUTPUT_BANDWIDTH, 0, vectorEnd[last], Waits.results(last));
            storeEnd[last] = Math.max(storeEnd[last], through);
        }
        waits.blame(index, walk.chunks, walk.portTicks - walk.arrayTicks, walk.waitTicks, stalls);
        engineFree = vectorEnd[last];
        lastStore = Math.max(storeEnd[last], vectorEnd[last] + walk.lastTicks);
        end[index] = lastStore;
        boundary[index] = lastStore;
        lastRun = index;
        prefetching = null;
    }

    /** When the last part's last store is through, the network is done. */
    void close() {
        if (lastRun >= 0) {
            add(lastRun, Cause.LAST_TILE, lastStore - engineFree);
            for (int i = lastRun; i < boundary.length; i++) {
                boundary[i] = lastStore;
            }
        }
    }

    /** When the results of a part are in DRAM, or on the chip where they stay. */
    long resultsOf(int index) {
        return end[index];
    }
}
