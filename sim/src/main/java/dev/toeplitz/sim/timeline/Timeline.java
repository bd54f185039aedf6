package dev.toeplitz.sim.timeline;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.work.Layer;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.sim.analytic.AnalyticModel;
import dev.toeplitz.sim.analytic.Mapper;
import dev.toeplitz.sim.analytic.Part;
import dev.toeplitz.sim.analytic.Workload;
import dev.toeplitz.sim.cost.Cause;
import dev.toeplitz.sim.cost.Engine;
import dev.toeplitz.sim.cost.Fidelity;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.cost.Stall;
import dev.toeplitz.terms.Operand;
import dev.toeplitz.terms.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A network carried out tile by tile. Layers overlap where the machine can: the next layer's first weights come while
 * this one computes, and its last results leave while the next one starts. A layer's cycles are its share of the whole, so
 * that rows sum to the total; its {@link Span} is what it takes by itself, never less than the closed form says.
 */
public final class Timeline {
    /** Fractions of a cycle, so that bytes a cycle need not be a whole number. */
    public static final long TICKS_PER_CYCLE = 1024;

    private static final Cause[] CAUSES = Cause.values();

    private final Workload workload;
    private final Accelerator accelerator;
    private final List<Part> parts;
    private final EventLoop loop;
    private final Rates rates;

    /**
     * What a run gives.
     *
     * @param spans one for each part, in order
     */
    public record Run(NetworkCost cost, List<Part> parts, List<Span> spans) {
        public Run {
            parts = List.copyOf(parts);
            spans = List.copyOf(spans);
        }
    }

    private Timeline(Workload workload, Accelerator accelerator, List<Part> parts, Recorder recorder) {
        Require.that(
                accelerator.cores() == 1,
                "%s has %d cores".formatted(accelerator.name(), accelerator.cores()),
                "one core: the timeline does not know how cores take turns at the DRAM",
                "take --fidelity analytic, or --cores 1");
        Require.that(
                !accelerator.fusesLayers(),
                "%s runs layers as one (--fusion, fuses_layers)".formatted(accelerator.name()),
                "layers one by one: the timeline does not know of strips",
                "take --fidelity analytic, or fuses_layers: false");
        this.workload = workload;
        this.accelerator = accelerator;
        this.parts = parts;
        long setup = accelerator.dma().setupCycles() * TICKS_PER_CYCLE;
        this.rates = new Rates(accelerator);
        this.loop = new EventLoop(parts.size(), rates, setup, recorder);
    }

    public static Run run(Workload workload, Accelerator accelerator, Mapper mapper) {
        return run(workload, accelerator, AnalyticModel.parts(workload, accelerator, mapper), Recorder.NONE);
    }

    /**
     * @param parts how the layers are cut, by whoever has mapped them
     */
    public static Run run(Workload workload, Accelerator accelerator, List<Part> parts, Recorder recorder) {
        Timeline timeline = new Timeline(workload, accelerator, parts, recorder);
        timeline.play();
        return new Run(timeline.cost(), parts, timeline.spans());
    }

    private void play() {
        int[][] producers = producers();
        int[] lastPart = new int[workload.layers().size()];
        Walk walk = new Walk();
        Walk next = new Walk();
        if (!parts.isEmpty()) {
            walk.plan(parts.getFirst(), accelerator, rates);
        }
        for (int i = 0; i < parts.size(); i++) {
            boolean isLast = i + 1 == parts.size();
            if (!isLast) {
                next.plan(parts.get(i + 1), accelerator, rates);
            }
            boolean ahead = !isLast && walk.chunks > 0 && hasRoom(parts.get(i), parts.get(i + 1));
            loop.run(i, walk, ahead ? next : null, ready(producers[parts.get(i).layer()], lastPart));
            lastPart[parts.get(i).layer()] = i;
            Walk done = walk;
            walk = next;
            next = done;
        }
        loop.close();
    }

    private long ready(int[] producers, int[] lastPart) {
        long ready = 0;
        for (int producer : producers) {
            ready = Math.max(ready, loop.resultsOf(lastPart[producer]));
        }
        return ready;
    }

    /** Whether the first tile of the next part's weights fits beside what this part has in the same buffer. */
    private boolean hasRoom(Part now, Part next) {
        Buffer buffer = accelerator.buffer(Operand.WEIGHT);
        long taken = 0;
        for (Operand operand : buffer.holds()) {
            taken += now.tileBytes(operand);
        }
        return taken + next.weightTileBytes() <= buffer.bytes();
    }

    /** For each layer, the layers whose results it reads. */
    private int[][] producers() {
        List<Layer> layers = workload.layers();
        Map<Value, Integer> madeIn = new HashMap<>();
        int[][] producers = new int[layers.size()][];
        for (int i = 0; i < producers.length; i++) {
            int now = i;
            producers[i] = layers.get(i).reads().stream()
                    .filter(read -> madeIn.containsKey(read.value()))
                    .mapToInt(read -> madeIn.get(read.value()))
                    .toArray();
            layers.get(i).outputs().forEach(value -> madeIn.put(value, now));
        }
        return producers;
    }

    private List<Span> spans() {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            spans.add(new Span(
                    parts.get(i).layer(),
                    Math.floorDiv(loop.begin[i], TICKS_PER_CYCLE),
                    Math.ceilDiv(loop.end[i], TICKS_PER_CYCLE)));
        }
        return spans;
    }

    private NetworkCost cost() {
        LayerCost[] layers = new LayerCost[workload.layers().size()];
        long before = 0;
        for (int i = 0; i < parts.size(); i++) {
            long boundary = Math.ceilDiv(loop.boundary[i], TICKS_PER_CYCLE);
            LayerCost cost = cost(i, boundary - before);
            int layer = parts.get(i).layer();
            layers[layer] = layers[layer] == null ? cost : layers[layer].plus(cost);
            before = boundary;
        }
        return new NetworkCost(
                workload.graph(), accelerator, Arrays.asList(layers), Fidelity.TIMELINE, workload.contents());
    }

    private LayerCost cost(int index, long cycles) {
        LayerCost cost = parts.get(index).cost();
        long[] ticks = Arrays.copyOfRange(loop.stalls, index * CAUSES.length, (index + 1) * CAUSES.length);
        boolean moves = cost.engine() == Engine.DMA;
        long ends = ticks[Cause.FIRST_TILE.ordinal()] + ticks[Cause.LAST_TILE.ordinal()];
        long busy = moves ? Math.max(0, cycles - Math.ceilDiv(ends, TICKS_PER_CYCLE)) : cost.busyCycles();
        if (moves) {
            // All its time between the ends is movement; what it waits for there is itself.
            for (Cause cause : CAUSES) {
                ticks[cause.ordinal()] =
                        cause == Cause.FIRST_TILE || cause == Cause.LAST_TILE ? ticks[cause.ordinal()] : 0;
            }
        }
        return cost.with(busy, stalls(ticks, cycles - busy));
    }

    /** Ticks by cause as whole cycles that sum to {@code cycles}. */
    private static List<Stall> stalls(long[] ticks, long cycles) {
        long sum = Arrays.stream(ticks).sum();
        long left = cycles;
        List<Stall> stalls = new ArrayList<>();
        for (Cause cause : CAUSES) {
            long amount = ticks[cause.ordinal()];
            long share = amount == 0 ? 0 : amount == sum ? left : Math.round(left * (amount / (double) sum));
            if (share > 0) {
                stalls.add(new Stall(cause, share));
            }
            left -= share;
            sum -= amount;
        }
        if (left > 0 && stalls.isEmpty()) { // the rounding of the ends to whole cycles
            stalls.add(new Stall(Cause.LAST_TILE, left));
        }
        return stalls;
    }
}
