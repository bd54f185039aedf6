package dev.toeplitz.sim.timeline;

import dev.toeplitz.sim.analytic.Step;
import dev.toeplitz.sim.cost.Cause;
import dev.toeplitz.terms.Operand;
import java.util.Arrays;
import java.util.List;

/**
 * Lays out layers that run as one: a step, a layer's part of a strip, is one or several chunks, and where there are more steps
 * than {@link Walk#MOST_CHUNKS}, some strips count as one. The inputs of the next strip come while one is worked on, the weights of
 * the next step while one runs.
 */
final class StepLayout {
    private static final Operand[] OPERANDS = Operand.values();

    /** Ticks of each chunk, as a {@link Step} has cycles. */
    final long[] array = new long[Walk.MOST_CHUNKS];

    final long[] port = new long[Walk.MOST_CHUNKS];
    final long[] exposed = new long[Walk.MOST_CHUNKS];
    final long[] hidden = new long[Walk.MOST_CHUNKS];
    final long[] wait = new long[Walk.MOST_CHUNKS];
    final int[] layer = new int[Walk.MOST_CHUNKS];
    final long[] transfers = new long[Walk.MOST_CHUNKS];
    /** Bytes of each chunk between the buffer of an operand and array or vector unit. */
    final long[][] passes = new long[OPERANDS.length][Walk.MOST_CHUNKS];

    private int perStep;
    private int layers;
    private int groups;
    private Step[] steps = new Step[0];

    /** Fills a walk's chunks, feeds and stores. */
    void plan(Walk walk, List<Step> all) {
        group(all);
        long cycles = 0;
        for (Step step : steps) {
            cycles += step.cycles();
        }
        long most = Math.min(Walk.MOST_CHUNKS / steps.length, cycles / steps.length / Walk.FEWEST_CYCLES);
        perStep = Math.clamp(most, 1, Walk.MOST_CHUNKS);
        walk.chunks = steps.length * perStep;
        walk.outputChunks = 2 * layers * perStep;
        ticks(walk);
        feed(walk, walk.input, Step::inputBytes, layers);
        feed(walk, walk.weight, Step::weightBytes, 1);
        store(walk);
    }

    private void group(List<Step> all) {
        layers = all.getLast().layer() - all.getFirst().layer() + 1;
        int strips = all.size() / layers;
        int together = Math.ceilDiv(all.size(), Walk.MOST_CHUNKS);
        groups = Math.ceilDiv(strips, together);
        while (groups * layers > Walk.MOST_CHUNKS) {
            together++;
            groups = Math.ceilDiv(strips, together);
        }
        steps = new Step[groups * layers];
        for (int i = 0; i < all.size(); i++) {
            int at = i / layers / together * layers + i % layers;
            steps[at] = steps[at] == null ? all.get(i) : steps[at].plus(all.get(i));
        }
    }

    boolean begins(int chunk) {
        return chunk % perStep == 0;
    }

    private void ticks(Walk walk) {
        walk.tiles = 0;
        walk.arrayTicks = 0;
        walk.portTicks = 0;
        Arrays.fill(walk.waitTicks, 0);
        for (int c = 0; c < walk.chunks; c++) {
            Step step = steps[c / perStep];
            layer[c] = step.layer();
            array[c] = ticks(step.arrayCycles(), c);
            port[c] = ticks(step.portCycles(), c);
            exposed[c] = ticks(step.exposedCycles(), c);
            hidden[c] = ticks(step.hiddenCycles(), c);
            wait[c] = ticks(step.otherCycles(), c);
            transfers[c] = begins(c) ? step.transfers() : 0;
            walk.arrayTicks += array[c];
            walk.portTicks += port[c];
            walk.waitTicks[Cause.FIRST_TILE.ordinal()] += wait[c];
            for (Operand operand : OPERANDS) {
                passes[operand.ordinal()][c] = Walk.piece(step.passes(operand), c % perStep, perStep);
            }
        }
    }

    private long ticks(long cycles, int c) {
        return Walk.piece(Math.multiplyExact(cycles, Timeline.TICKS_PER_CYCLE), c % perStep, perStep);
    }

    /** What a step has of something. */
    private interface Amount {
        long of(Step step);
    }

    /**
     * @param stepsATile steps for which what is loaded for the first of them has to be there, the next tile beside it
     */
    private void feed(Walk walk, Feed feed, Amount amount, int stepsATile) {
        long bytes = 0;
        for (Step step : steps) {
            bytes += amount.of(step);
        }
        feed.begin(walk.chunks, bytes);
        long before = 0;
        for (int c = 0; c < walk.chunks; c++) {
            Step step = steps[c / perStep];
            int within = c % perStep;
            feed.need[c] = before + Walk.share(amount.of(step), within + 1L, perStep);
            feed.period[c] = c / perStep / stepsATile * stepsATile * perStep;
            before = within == perStep - 1 ? feed.need[c] : before;
        }
        int tile = stepsATile * perStep;
        for (int c = 0; c < walk.chunks; c++) {
            int end = Math.min(walk.chunks, feed.period[c] + tile);
            long here = feed.need[end - 1];
            feed.limit(c, here, feed.need[Math.min(walk.chunks, end + tile) - 1], end);
        }
    }

    private void store(Walk walk) {
        long before = 0;
        for (int c = 0; c < walk.chunks; c++) {
            int within = c % perStep;
            walk.stored[c] = before + Walk.share(steps[c / perStep].outputBytes(), within + 1L, perStep);
            before = within == perStep - 1 ? walk.stored[c] : before;
        }
    }
}
