package dev.toeplitz.sim.timeline;

import dev.toeplitz.sim.cost.Cause;
import dev.toeplitz.sim.cost.Engine;

/**
 * Runs stages chunk by chunk. Every time is the latest of those it waits for, plus its own: a chunk starts on the array when
 * its operands have come, the chunk before is through and there is room for its results. Requests reach the bus in a fixed
 * order: for each chunk first the loads that may run ahead, then the results of the chunk before; of several cores each has its
 * turn with its loads, then each with its results. Nothing is allocated here after construction.
 */
final class EventLoop {
    private static final int CAUSES = Cause.values().length;

    private final Bus bus = new Bus();
    private final Waits waits;
    private final Rates rates;
    private final long setupTicks;
    private final Recorder recorder;
    final Core[] cores;

    /** Stalls of each stage: [stage × causes + cause]. */
    final long[] stalls;
    /** When each stage's share of the network's time ends. */
    final long[] boundary;
    /** The core that was done last with a stage, and so sets its time. */
    final int[] slowest;

    final long[] begin;
    final long[] end;

    /** When all arrays and vector units are through with the stage before. */
    private long enginesFree;

    private int lastRun = -1;
    private long lastStore;

    EventLoop(int stages, int cores, Rates rates, long setupTicks, Recorder recorder) {
        this.rates = rates;
        this.setupTicks = setupTicks;
        this.recorder = recorder;
        this.waits = new Waits(cores);
        this.cores = new Core[cores];
        for (int i = 0; i < cores; i++) {
            this.cores[i] = new Core(i);
        }
        stalls = new long[stages * CAUSES];
        boundary = new long[stages];
        slowest = new int[stages];
        begin = new long[stages];
        end = new long[stages];
    }

    /**
     * Runs what the cores have as their walks.
     *
     * @param inputsReady when the results that this stage reads from DRAM are there
     */
    void run(int index, long inputsReady) {
        int rounds = 0;
        for (Core core : cores) {
            rounds = Math.max(rounds, core.walk.chunks);
        }
        if (rounds == 0) {
            boundary[index] = index == 0 ? 0 : boundary[index - 1];
            begin[index] = boundary[index];
            end[index] = boundary[index];
            return;
        }
        for (Core core : cores) {
            core.begin();
            if (core.walk.chunks > 0) {
                open(core, inputsReady);
            }
        }
        for (int round = 0; round < rounds; round++) {
            for (Core core : cores) {
                if (isDue(core, round, rounds)) {
                    take(core, core.taken++);
                }
            }
            for (Core core : cores) {
                if (isDue(core, round, rounds)) {
                    storeUpTo(core, core.taken - 2);
                }
            }
        }
        finish(index);
    }

    /** Whether a core takes up a chunk in a round: one with fewer chunks than others spreads them over all rounds. */
    private static boolean isDue(Core core, int round, int rounds) {
        int chunks = core.walk.chunks;
        return (round + 1) * chunks / rounds > round * chunks / rounds;
    }

    /** Asks for what a part's first chunk needs. */
    private void open(Core core, long inputsReady) {
        Walk walk = core.walk;
        core.ready = lower(core, Math.max(inputsReady, enginesFree));
        core.pendingSetup += setupTicks * walk.tilesBegunIn(0);
        long weights = walk.weight.isEmpty() ? 0 : walk.weight.need[0];
        issue(core, walk.weight, weights, previousLoads(core, 0), Waits.PRODUCER);
        issue(core, walk.input, walk.input.isEmpty() ? 0 : walk.input.need[0], core.ready, Waits.PRODUCER);
    }

    private void take(Core core, int c) {
        Walk walk = core.walk;
        walk.asking = c;
        core.pendingSetup += c == 0 ? 0 : setupTicks * walk.tilesBegunIn(c);
        loadAhead(core, c);
        storeUpTo(core, c - walk.outputChunks); // whose room this chunk's results take
        compute(core, c, start(core, c));
    }

    /** Explicit im2col: the map is read and the matrix written before anything of it is loaded. */
    private long lower(Core core, long inputsReady) {
        Walk walk = core.walk;
        if (walk.lowerWrite == 0) {
            return inputsReady;
        }
        double perByte = rates.streamTicksPerByte();
        long reading = Rates.ticks(perByte, walk.lowerRead);
        long read = request(core, Track.INPUT_DMA, Cause.IM2COL, reading, inputsReady, Waits.PRODUCER);
        long writing = Rates.ticks(perByte, walk.lowerWrite);
        return request(core, Track.OUTPUT_DMA, Cause.IM2COL, writing, read, Waits.BUS);
    }

    /**
     * A core sets up its own DMA engines, while the bus may serve others.
     *
     * @param after what sets {@code ready}, as {@link Waits} has it
     */
    private long request(Core core, Track track, Cause stream, long ticks, long ready, int after) {
        boolean waited = ready > core.dmaFree;
        if (ready > bus.free()) {
            fillGap(ready);
        }
        long asked = Math.max(core.dmaFree, ready);
        long begun = Math.max(asked, bus.free() - core.pendingSetup);
        boolean others = begun > asked;
        long from = others ? bus.free() : asked;
        long through = bus.serve(asked + core.pendingSetup, ticks);
        core.dmaFree = through;
        core.pendingSetup = 0;
        core.walk.requestedAt(begun);
        note(core, core.walk, track, stream, from, ticks, through, waited && !others ? after : Waits.BUS);
        return through;
    }

    private void note(Core core, Walk walk, Track track, Cause stream, long from, long ticks, long through, int after) {
        waits.served(from, through, stream, after);
        if (ticks > 0) {
            recorder.busy(core.number, track, walk.layer(walk.asking), through - ticks, through);
        }
    }

    private void issue(Core core, Feed feed, long upTo, long ready, int after) {
        if (upTo > feed.issued) {
            double perByte = feed == core.walk.input ? core.walk.inputTicksPerByte : core.walk.streamTicksPerByte;
            long ticks = feed.ticks(Math.max(perByte, feed.leastTicksPerByte), upTo);
            long through = request(core, feed.track, feed.cause, ticks, ready, after);
            feed.comes(upTo, through - ticks, through);
        }
        feed.begun(0);
    }

    private int afterRelease(Core core, Feed feed, int chunk) {
        return feed.period[chunk] == 0 ? Waits.PRODUCER : waits.array(core.place(feed.period[chunk] - 1));
    }

    private long previousLoads(Core core, int chunk) {
        Feed weight = core.walk.weight;
        return core.released(weight, chunk, weight.issued > 0 ? 0 : enginesFree);
    }

    private void loadAhead(Core core, int c) {
        Walk walk = core.walk;
        issue(core, walk.weight, walk.weight.limit[c], previousLoads(core, c), afterRelease(core, walk.weight, c));
        long room = core.released(walk.input, c, 0);
        int after = room > core.ready ? afterRelease(core, walk.input, c) : Waits.PRODUCER;
        issue(core, walk.input, walk.input.limit[c], Math.max(core.ready, room), after);
        issue(core, walk.epilogue, walk.epilogue.limit[c], core.ready, Waits.PRODUCER);
        issue(core, walk.partialSums, walk.partialSums.limit[c], 0, Waits.BUS);
        if (core.hasRoom && walk.weight.issued == walk.weight.bytes) {
            core.openPrefetch(c, enginesFree);
        }
    }

    /** Loads the next stage's weights while the bus waits for somebody else, so that they delay nobody. */
    private void fillGap(long until) {
        for (Core core : cores) {
            if (core.prefetching != null) {
                fillGap(core, core.prefetching, until);
            }
        }
    }

    private void fillGap(Core core, Walk next, long until) {
        Feed feed = next.weight;
        long from = Math.max(bus.free(), core.prefetchFrom);
        double perByte = Math.max(next.streamTicksPerByte, feed.leastTicksPerByte);
        long ticks = Math.min(until - from, Rates.ticks(perByte, feed.firstTile()) - feed.earlyTicks);
        if (ticks > 0) {
            feed.earlyTicks += ticks;
            long through = bus.serve(from, ticks);
            core.dmaFree = through;
            next.requestedAt(from);
            note(core, next, feed.track, feed.cause, from, ticks, through, Waits.BUS);
            feed.comes(Rates.bytesWithin(perByte, feed.earlyTicks), from, through);
        }
    }

    private long start(Core core, int c) {
        Walk walk = core.walk;
        long bytes =
                Math.max(walk.input.arrivalOf(c), Math.max(walk.weight.arrivalOf(c), walk.partialSums.arrivalOf(c)));
        if (c == 0) {
            long first = Math.max(0, walk.firstRequest) + walk.firstTicks;
            core.startedAfter = bytes >= first ? Waits.BUS : Waits.FIRST;
            return Math.max(enginesFree, Math.max(bytes, first));
        }
        boolean inTurn = walk.readsBefore(c);
        long free = inTurn ? core.vectorEnd[c - 1] : core.arrayEnd[c - 1];
        int leaving = c - walk.outputChunks;
        long room = leaving < 0 ? 0 : core.storeEnd[leaving];
        long vector = c < 2 ? 0 : core.vectorEnd[c - 2];
        long start = Math.max(Math.max(free, vector), Math.max(bytes, room));
        if (start == free) {
            int before = core.place(c - 1);
            core.startedAfter = inTurn ? waits.results(before) : waits.array(before);
        } else if (start == vector) {
            core.startedAfter = waits.results(core.place(c - 2));
        } else {
            boolean held = start == room && room == core.vectorEnd[leaving];
            core.startedAfter = held ? waits.results(core.place(leaving)) : Waits.BUS;
        }
        return start;
    }

    private void compute(Core core, int c, long start) {
        Walk walk = core.walk;
        long array = walk.array(c);
        long passed = start + Math.max(array, walk.port(c));
        long exposed = walk.exposed(c);
        long hidden = walk.hidden(c);
        long wait = walk.wait(c);
        long worked = passed + exposed + wait;
        long end = worked + walk.bankWait[c];
        core.arrayEnd[c] = end;
        long before = c == 0 ? 0 : core.vectorEnd[c - 1];
        long from = Math.max(Math.max(start, before), walk.epilogue.arrivalOf(c));
        core.vectorEnd[c] = Math.max(end, from + (hidden > 0 ? hidden + wait : 0));
        int place = core.place(c);
        waits.ran(place, start, end, core.startedAfter);
        int after = from == start ? waits.start(place) : from == before ? waits.results(place - 1) : Waits.BUS;
        waits.passed(place, from, core.vectorEnd[c], after);
        int layer = walk.layer(c);
        if (array > 0) {
            recorder.busy(core.number, Track.ARRAY, layer, start, passed);
        }
        if (hidden > 0) {
            recorder.busy(core.number, Track.VECTOR_UNIT, layer, from, from + hidden);
        } else if (exposed > 0 && walk.part.cost().engine() != Engine.DMA) {
            recorder.busy(core.number, Track.VECTOR_UNIT, layer, worked - exposed, worked);
        }
        if (end > worked) {
            recorder.busy(core.number, Track.BANKS, layer, worked, end);
        }
    }

    /** Stores the results of a chunk and of those before that are not on their way yet. */
    private void storeUpTo(Core core, int c) {
        while (core.stored <= c) {
            store(core, core.stored++);
        }
    }

    private void store(Core core, int c) {
        Walk walk = core.walk;
        long bytes = walk.stored[c] - (c == 0 ? 0 : walk.stored[c - 1]);
        core.storeEnd[c] = core.vectorEnd[c];
        walk.asking = c;
        if (bytes > 0) {
            long ticks = Rates.ticks(walk.outputTicksPerByte, bytes);
            core.storeEnd[c] = request(
                    core,
                    Track.OUTPUT_DMA,
                    Cause.OUTPUT_BANDWIDTH,
                    ticks,
                    core.vectorEnd[c],
                    waits.results(core.place(c)));
        }
    }

    private void finish(int index) {
        Core slow = null;
        for (Core core : cores) {
            if (core.walk.chunks > 0) {
                storeUpTo(core, core.last());
                boolean later = slow == null || core.vectorEnd[core.last()] > slow.vectorEnd[slow.last()];
                slow = later ? core : slow;
            }
        }
        long done = slow.vectorEnd[slow.last()];
        fillGap(done);
        long stored = done;
        for (Core core : cores) {
            if (core.walk.chunks > 0) {
                stored = Math.max(stored, stored(core));
            }
        }
        divide(index, slow);
        Walk walk = slow.walk;
        waits.blame(index, slow.firstPlace, walk.chunks, walk.portTicks - walk.arrayTicks, walk.waitTicks, stalls);
        slowest[index] = slow.number;
        enginesFree = done;
        lastStore = stored;
        end[index] = stored;
        boundary[index] = stored;
        lastRun = index;
    }

    /** When a core's last store is through. */
    private long stored(Core core) {
        int last = core.last();
        long results = core.vectorEnd[last];
        long through = core.storeEnd[last];
        if (core.pendingSetup > 0) {
            int after = waits.results(core.place(last));
            through = Math.max(through, request(core, Track.OUTPUT_DMA, Cause.OUTPUT_BANDWIDTH, 0, results, after));
        }
        return Math.max(through, results + core.walk.lastTicks);
    }

    /** Divides the time between the stage before and this one: until its last store is through, it is that one's. */
    private void divide(int index, Core slow) {
        long start = waits.from(slow.firstPlace);
        long shared = Math.clamp(lastStore, enginesFree, start);
        if (lastRun >= 0) {
            add(lastRun, Cause.LAST_TILE, shared - enginesFree);
            for (int i = lastRun; i < index; i++) {
                boundary[i] = shared;
            }
        }
        long from = lastRun < 0 ? 0 : shared;
        add(index, slow.walk.lowerWrite > 0 ? Cause.IM2COL : Cause.FIRST_TILE, start - from);
        begin[index] = start;
        for (Core core : cores) {
            if (core.walk.chunks > 0 && core.walk.firstRequest >= 0) {
                begin[index] = Math.min(begin[index], core.walk.firstRequest);
            }
        }
    }

    private void add(int index, Cause cause, long ticks) {
        stalls[index * CAUSES + cause.ordinal()] += ticks;
    }

    /** When the last stage's last store is through, the network is done. */
    void close() {
        if (lastRun >= 0) {
            add(lastRun, Cause.LAST_TILE, lastStore - enginesFree);
            for (int i = lastRun; i < boundary.length; i++) {
                boundary[i] = lastStore;
            }
        }
    }

    /** When the results of a stage are in DRAM, or on the chip where they stay. */
    long resultsOf(int index) {
        return end[index];
    }
}
