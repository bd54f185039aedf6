package dev.toeplitz.sim.timeline;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.work.Layer;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.sim.analytic.Part;
import dev.toeplitz.sim.analytic.Stage;
import dev.toeplitz.sim.analytic.Workload;
import dev.toeplitz.sim.cost.Cause;
import dev.toeplitz.sim.cost.Fidelity;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.terms.Operand;
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

    private final Workload workload;
    private final Accelerator accelerator;
    private final List<Stage> stages;
    private final EventLoop loop;
    private final Rates rates;
    private final BankTime banks;

    /**
     * What a run gives.
     *
     * @param spans one for each layer of each stage, in order
     */
    public record Run(NetworkCost cost, List<Stage> stages, List<Span> spans) {
        public Run {
            stages = List.copyOf(stages);
            spans = List.copyOf(spans);
        }
    }

    private Timeline(Workload workload, Accelerator accelerator, List<Stage> stages, Recorder recorder) {
        this.workload = workload;
        this.accelerator = accelerator;
        this.stages = stages;
        long setup = accelerator.dma().setupCycles() * TICKS_PER_CYCLE;
        this.rates = new Rates(accelerator);
        this.banks = new BankTime(accelerator);
        int cores = stages.stream().mapToInt(each -> each.parts().size()).max().orElse(1);
        this.loop = new EventLoop(stages.size(), cores, rates, setup, recorder);
    }

    /**
     * On one core.
     *
     * @param parts how the layers are cut, by whoever has mapped them
     */
    public static Run run(Workload workload, Accelerator accelerator, List<Part> parts, Recorder recorder) {
        return play(workload, accelerator, parts.stream().map(Stage::of).toList(), recorder);
    }

    /**
     * @param stages how the layers are cut and divided, by whoever has mapped them
     */
    public static Run play(Workload workload, Accelerator accelerator, List<Stage> stages, Recorder recorder) {
        Timeline timeline = new Timeline(workload, accelerator, stages, recorder);
        timeline.play();
        return new Run(timeline.cost(), stages, timeline.spans());
    }

    private void play() {
        int[][] producers = producers();
        int[] lastStage = new int[workload.layers().size()];
        plan(0);
        for (int i = 0; i < stages.size(); i++) {
            for (Core core : loop.cores) {
                core.turn();
            }
            plan(i + 1);
            for (Core core : loop.cores) {
                core.hasRoom = core.walk.chunks > 0 && hasRoom(core.number, i);
            }
            loop.run(i, ready(i, producers, lastStage));
            for (int row = 0; row < stages.get(i).rows().size(); row++) {
                lastStage[stages.get(i).layer() + row] = i;
            }
        }
        loop.close();
    }

    /** Lays out what each core does in a stage. */
    private void plan(int stage) {
        List<Part> parts = stage < stages.size() ? stages.get(stage).parts() : List.of();
        for (Core core : loop.cores) {
            if (core.number < parts.size()) {
                core.next.plan(parts.get(core.number), accelerator, rates);
                banks.plan(core.next);
            } else {
                core.next.rest();
            }
        }
    }

    /** Whether the first tile of a core's next part's weights fits beside what this one has in the same buffer. */
    private boolean hasRoom(int core, int stage) {
        if (stage + 1 == stages.size() || stages.get(stage + 1).parts().size() <= core) {
            return false;
        }
        Part now = stages.get(stage).parts().get(core);
        Part next = stages.get(stage + 1).parts().get(core);
        Buffer buffer = accelerator.buffer(Operand.WEIGHT);
        long taken = 0;
        for (Operand operand : buffer.holds()) {
            taken += now.tileBytes(operand);
        }
        return taken + next.weightTileBytes() <= buffer.bytes();
    }

    /** When all is there that a stage's layers read of others. */
    private long ready(int stage, int[][] producers, int[] lastStage) {
        int first = stages.get(stage).layer();
        long ready = 0;
        for (int row = 0; row < stages.get(stage).rows().size(); row++) {
            for (int producer : producers[first + row]) {
                ready = producer < first ? Math.max(ready, loop.resultsOf(lastStage[producer])) : ready;
            }
        }
        return ready;
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
        for (int i = 0; i < stages.size(); i++) {
            for (int row = 0; row < stages.get(i).rows().size(); row++) {
                spans.add(new Span(
                        stages.get(i).layer() + row,
                        Math.floorDiv(loop.begin[i], TICKS_PER_CYCLE),
                        Math.ceilDiv(loop.end[i], TICKS_PER_CYCLE)));
            }
        }
        return spans;
    }

    private NetworkCost cost() {
        LayerCost[] layers = new LayerCost[workload.layers().size()];
        int causes = Cause.values().length;
        long before = 0;
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            long boundary = Math.ceilDiv(loop.boundary[i], TICKS_PER_CYCLE);
            long[] ticks = Arrays.copyOfRange(loop.stalls, i * causes, (i + 1) * causes);
            List<LayerCost> rows = StageTime.rows(stage, loop.slowest[i], ticks, boundary - before);
            for (int row = 0; row < rows.size(); row++) {
                int layer = stage.layer() + row;
                layers[layer] = layers[layer] == null ? rows.get(row) : layers[layer].plus(rows.get(row));
            }
            before = boundary;
        }
        return new NetworkCost(
                workload.graph(), accelerator, Arrays.asList(layers), Fidelity.TIMELINE, workload.contents());
    }
}
