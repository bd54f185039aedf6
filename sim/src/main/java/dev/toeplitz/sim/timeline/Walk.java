package dev.toeplitz.sim.timeline;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.sim.analytic.ArrayWaits;
import dev.toeplitz.sim.analytic.Part;
import dev.toeplitz.sim.cost.Cause;
import dev.toeplitz.sim.cost.Engine;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.Stream;
import dev.toeplitz.sim.cost.Traffic;
import dev.toeplitz.sim.mapping.Tiling;
import dev.toeplitz.terms.MatrixAxis;
import dev.toeplitz.terms.Operand;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A part laid out as a row of chunks: a tile is cut into several, so that the array can begin when the first of it has
 * come; where there are more tiles than {@link #MOST_CHUNKS}, a chunk is several tiles. Arrays are made once and filled
 * again for each part.
 */
final class Walk {
    static final int MOST_CHUNKS = 256;
    static final int FEWEST_CYCLES = 16;
    /** Beyond these, tiles are not walked one by one, and loads count as spread evenly. */
    private static final long MOST_TILES = 1 << 20;

    final Feed input = new Feed(Track.INPUT_DMA, Cause.INPUT_BANDWIDTH);
    final Feed weight = new Feed(Track.WEIGHT_DMA, Cause.WEIGHT_BANDWIDTH);
    final Feed epilogue = new Feed(Track.INPUT_DMA, Cause.INPUT_BANDWIDTH);
    final Feed partialSums = new Feed(Track.OUTPUT_DMA, Cause.OUTPUT_BANDWIDTH);
    /** Bytes that have left the chip by the end of each chunk. */
    final long[] stored = new long[MOST_CHUNKS];
    /** Chunks whose results the output's buffer holds at a time. */
    int outputChunks;

    Part part;
    int chunks;
    long tiles;
    /** Ticks of the whole part: on the array, at the busiest port, exposed and hidden vector work. */
    long arrayTicks;

    long portTicks;
    long exposedTicks;
    long vectorTicks;
    /** While the array stands still for operands that may not pass while it works, by cause and in all. */
    final long[] waitTicks = new long[Cause.values().length];

    long allWaitTicks;
    /** What each chunk waits for the banks of a buffer; 0 where they are not described. */
    final long[] bankWait = new long[MOST_CHUNKS];

    long firstTicks;
    double inputTicksPerByte;
    double outputTicksPerByte;
    /** Of weights, partial sums and whatever else lies in one piece. */
    double streamTicksPerByte;

    long lastTicks;
    long lowerRead;
    long lowerWrite;
    /** When the DMA engines were first set up or used for the part; negative before. */
    long firstRequest;
    /** The chunk for which something is asked of DRAM. */
    int asking;

    private final StepLayout steps = new StepLayout();
    private boolean inSteps;
    private final long[] digits = new long[4];
    private final long[] trips = new long[4];
    private int perTile;
    private long folds;

    /** {@code amount × done / all}, without overflow, and all of it at the end. */
    static long share(long amount, long done, long all) {
        return amount / all * done + Math.round((double) (amount % all) * done / all);
    }

    void plan(Part next, Accelerator accelerator, Rates rates) {
        part = next;
        inputTicksPerByte = rates.ticksPerByte(next.inputRun(), false);
        outputTicksPerByte = rates.ticksPerByte(next.outputRun(), true);
        streamTicksPerByte = rates.streamTicksPerByte();
        requests(next);
        firstRequest = -1;
        asking = 0;
        LayerCost cost = part.cost();
        firstTicks = ticks(cost.stallCycles(Cause.FIRST_TILE));
        lastTicks = ticks(cost.stallCycles(Cause.LAST_TILE));
        Traffic dram = cost.dram();
        lowerRead = dram.bytes(Stream.IM2COL_READ);
        lowerWrite = dram.bytes(Stream.IM2COL_WRITE);
        inSteps = !next.steps().isEmpty();
        if (inSteps) {
            steps.plan(this, next.steps());
        } else if (cost.engine() == Engine.ARRAY) {
            onArray(cost, accelerator);
        } else {
            streaming(cost, accelerator);
        }
        epilogue.even(chunks, inSteps ? 0 : dram.bytes(Stream.EPILOGUE_READ));
        partialSums.even(chunks, inSteps ? 0 : dram.bytes(Stream.PARTIAL_SUM_READ));
    }

    /** Nothing is to be done. */
    void rest() {
        chunks = 0;
        firstRequest = -1;
    }

    /** From when on something is asked of DRAM. */
    void requestedAt(long ticks) {
        firstRequest = firstRequest < 0 ? ticks : firstRequest;
    }

    /** What a chunk has of an amount that is spread evenly. */
    static long piece(long all, int c, int chunks) {
        return share(all, c + 1, chunks) - share(all, c, chunks);
    }

    /** Ticks of a chunk on the array or, exposed, on the vector unit, and of what it stands still for. */
    long workTicks(int c) {
        return Math.max(array(c), port(c)) + exposed(c) + wait(c);
    }

    long array(int c) {
        return inSteps ? steps.array[c] : piece(arrayTicks, c, chunks);
    }

    long port(int c) {
        return inSteps ? steps.port[c] : piece(portTicks, c, chunks);
    }

    long exposed(int c) {
        return inSteps ? steps.exposed[c] : piece(exposedTicks, c, chunks);
    }

    long hidden(int c) {
        return inSteps ? steps.hidden[c] : piece(vectorTicks, c, chunks);
    }

    long wait(int c) {
        return inSteps ? steps.wait[c] : piece(allWaitTicks, c, chunks);
    }

    /** The layer that a chunk is of. */
    int layer(int c) {
        return inSteps ? steps.layer[c] : part.layer();
    }

    /** Whether a chunk reads what the one before has made. */
    boolean readsBefore(int c) {
        return inSteps && steps.begins(c);
    }

    /** What a chunk's array and vector unit take from the buffer of an operand and put there. */
    long passes(Operand operand, int c) {
        return inSteps
                ? steps.passes[operand.ordinal()][c]
                : piece(part.bytes().array(operand), c, chunks)
                        + piece(part.bytes().vector(operand), c, chunks);
    }

    /** Where transfers pass request by request, each byte has its share of that. */
    private void requests(Part next) {
        Traffic dram = next.cost().dram();
        long written = dram.bytes(Stream.OUTPUT_WRITE) + dram.bytes(Stream.PARTIAL_SUM_WRITE);
        long lowered = dram.bytes(Stream.IM2COL_READ) + dram.bytes(Stream.IM2COL_WRITE);
        double read = perByte(next.requests().reads(), dram.total() - written - lowered);
        inputTicksPerByte = Math.max(inputTicksPerByte, read);
        streamTicksPerByte = Math.max(streamTicksPerByte, read);
        outputTicksPerByte =
                Math.max(outputTicksPerByte, perByte(next.requests().writes(), written));
    }

    private static double perByte(long cycles, long bytes) {
        return bytes == 0 ? 0 : cycles * (double) Timeline.TICKS_PER_CYCLE / bytes;
    }

    private static long ticks(long cycles) {
        return Math.multiplyExact(cycles, Timeline.TICKS_PER_CYCLE);
    }

    private void streaming(LayerCost cost, Accelerator accelerator) {
        Traffic dram = cost.dram();
        boolean moves = cost.engine() != Engine.NONE && (cost.busyCycles() > 0 || dram.total() > 0);
        chunks = moves ? Math.clamp(cost.cycles() / FEWEST_CYCLES, 1, MOST_CHUNKS) : 0;
        tiles = 0;
        arrayTicks = 0;
        portTicks = 0;
        vectorTicks = 0;
        waits(Map.of());
        exposedTicks = ticks(cost.busyCycles());
        if (cost.engine() == Engine.DMA && dram.total() / accelerator.dramBytesPerCycle() > cost.busyCycles() - 1) {
            exposedTicks = 0; // then DRAM alone sets its pace
        }
        input.even(chunks, dram.bytes(Stream.INPUT_READ));
        weight.even(chunks, dram.bytes(Stream.WEIGHT_READ));
        outputChunks = 2;
        for (int c = 0; c < chunks; c++) {
            stored[c] = share(dram.bytes(Stream.OUTPUT_WRITE), c + 1, chunks);
        }
    }

    private void onArray(LayerCost cost, Accelerator accelerator) {
        boolean hidden = accelerator.vectorUnit().fusesEpilogues();
        arrayTicks = ticks(cost.arrayCycles());
        portTicks = arrayTicks + ticks(cost.stallCycles(Cause.BUFFER_PORT));
        exposedTicks = hidden ? 0 : ticks(cost.vectorCycles());
        vectorTicks = hidden ? ticks(cost.vectorCycles()) : 0;
        Map<Cause, Long> stands = new EnumMap<>(Cause.class);
        stands.putAll(ArrayWaits.of(cost.dram(), accelerator));
        part.loadWaits().forEach((cause, cycles) -> stands.merge(cause, cycles, Math::addExact));
        waits(stands);
        tiles = cost.tiling().tiles();
        long cyclesPerTile = cost.arrayCycles() / tiles;
        perTile = Math.clamp(Math.min(MOST_CHUNKS / tiles, cyclesPerTile / FEWEST_CYCLES), 1, MOST_CHUNKS);
        chunks = tiles > MOST_CHUNKS ? MOST_CHUNKS : (int) tiles * perTile;
        folds = Math.max(1, cost.array().folds() / tiles);
        tile(cost, accelerator);
    }

    /** Spread over the chunks as evenly as the bytes that are waited for. */
    private void waits(Map<Cause, Long> cycles) {
        java.util.Arrays.fill(waitTicks, 0);
        allWaitTicks = 0;
        for (Map.Entry<Cause, Long> wait : cycles.entrySet()) {
            waitTicks[wait.getKey().ordinal()] = ticks(wait.getValue());
            allWaitTicks += ticks(wait.getValue());
        }
    }

    private void tile(LayerCost cost, Accelerator accelerator) {
        Tiling tiling = cost.tiling();
        List<MatrixAxis> order = tiling.order();
        for (int level = 0; level < trips.length; level++) {
            trips[level] = tiling.trips(order.get(level));
        }
        Traffic dram = cost.dram();
        Operand stationary = accelerator.peArray().dataflow().stationary();
        load(
                input,
                dram.bytes(Stream.INPUT_READ),
                order.indexOf(MatrixAxis.N),
                part.inputOnce(),
                stationary == Operand.INPUT,
                accelerator.buffer(Operand.INPUT).doubleBuffered());
        load(
                weight,
                dram.bytes(Stream.WEIGHT_READ),
                order.indexOf(MatrixAxis.M),
                part.weightOnce(),
                stationary == Operand.WEIGHT,
                accelerator.buffer(Operand.WEIGHT).doubleBuffered());
        store(
                dram,
                order.indexOf(MatrixAxis.K),
                accelerator.buffer(Operand.OUTPUT).doubleBuffered());
    }

    /** Bytes from the place of a tile that a chunk is in: each tile of the operand when the order comes to it. */
    private void load(Feed feed, long bytes, int still, boolean once, boolean stationary, boolean doubled) {
        feed.begin(chunks, bytes);
        if (bytes == 0 || tiles > MOST_TILES) {
            feed.even(chunks, bytes);
            return;
        }
        long all = countLoads(feed, still, once);
        boolean grouped = tiles > chunks;
        for (int c = 0; c < chunks; c++) {
            long before = c < perTile ? 0 : feed.loads[c - perTile];
            int within = c % perTile;
            before = perTile > 1 ? (c - within == 0 ? 0 : feed.loads[c - within - 1]) : before;
            long have = share(bytes, feed.loads[c], all);
            long had = share(bytes, Math.min(before, feed.loads[c]), all);
            feed.need[c] = grouped ? have : had + within(have - had, within, stationary);
        }
        feed.limits(all, doubled, grouped);
    }

    /** A stationary operand comes fold by fold, each before the fold begins; a streaming one evenly. */
    private long within(long bytes, int chunk, boolean stationary) {
        if (!stationary || folds >= perTile) {
            return share(bytes, chunk + 1, perTile);
        }
        return share(bytes, Math.ceilDiv((chunk + 1) * folds, perTile), folds);
    }

    /** Walks all tiles; notes after each chunk how many tiles of an operand have been loaded, and gives all. */
    private long countLoads(Feed feed, int still, boolean once) {
        java.util.Arrays.fill(digits, 0);
        long loaded = 0;
        long tile = 0;
        boolean changed = true;
        for (int c = 0; c < chunks; c++) {
            long end = tiles > chunks ? share(tiles, c + 1, chunks) : c / perTile + 1;
            while (tile < end) {
                loaded += changed && (!once || digits[still] == 0) ? 1 : 0;
                changed = advance(still);
                tile++;
            }
            feed.loads[c] = loaded;
        }
        return loaded;
    }

    /** On to the next tile; whether that is another tile of the operand that digit {@code still} does not move. */
    private boolean advance(int still) {
        boolean changed = false;
        for (int level = digits.length - 1; level >= 0; level--) {
            if (trips[level] > 1) {
                changed |= level != still;
                digits[level]++;
                if (digits[level] < trips[level]) {
                    return changed;
                }
                digits[level] = 0;
            }
        }
        return changed;
    }

    /** Results leave with the last tile along K that adds to them; partial sums spread evenly. */
    private void store(Traffic dram, int reduction, boolean doubled) {
        long results = dram.bytes(Stream.OUTPUT_WRITE);
        long sums = dram.bytes(Stream.PARTIAL_SUM_WRITE);
        long last = trips[reduction] - 1;
        long all = tiles / trips[reduction];
        java.util.Arrays.fill(digits, 0);
        long done = 0;
        long tile = 0;
        for (int c = 0; c < chunks; c++) {
            long end = tiles > chunks ? share(tiles, c + 1, chunks) : c / perTile + 1;
            if (tiles > MOST_TILES) {
                done = share(all, c + 1, chunks);
            } else {
                while (tile < end) {
                    done += digits[reduction] == last ? 1 : 0;
                    advance(reduction);
                    tile++;
                }
            }
            stored[c] = share(results, done, all) + share(sums, c + 1, chunks);
        }
        spreadWithinTiles(all);
        int chunksATile = (int) Math.max(1, Math.ceilDiv(chunks, all));
        outputChunks = all == 1 ? chunks + 1 : doubled ? 2 * chunksATile : chunksATile;
    }

    /** A tile's results leave as its chunks are done. */
    private void spreadWithinTiles(long all) {
        if (tiles > chunks || perTile == 1) {
            return;
        }
        for (int first = 0; first < chunks; first += perTile) {
            long before = first == 0 ? 0 : stored[first - 1];
            long amount = stored[first + perTile - 1] - before;
            for (int j = 0; j < perTile; j++) {
                stored[first + j] = before + share(amount, j + 1, perTile);
            }
        }
    }

    /** Tiles that begin with a chunk. */
    long tilesBegunIn(int chunk) {
        if (inSteps) {
            return steps.transfers[chunk];
        }
        if (tiles == 0) {
            return 0;
        }
        if (tiles > chunks) {
            return share(tiles, chunk + 1, chunks) - share(tiles, chunk, chunks);
        }
        return chunk % perTile == 0 ? 1 : 0;
    }
}
