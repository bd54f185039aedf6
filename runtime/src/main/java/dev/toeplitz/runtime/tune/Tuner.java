package dev.toeplitz.runtime.tune;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.runtime.DeviceException;
import dev.toeplitz.runtime.Inputs;
import dev.toeplitz.runtime.opencl.OpenClDevice;
import dev.toeplitz.runtime.plan.Options;
import dev.toeplitz.runtime.plan.Plan;
import dev.toeplitz.runtime.plan.Tunable;
import dev.toeplitz.runtime.plan.Tuning;
import dev.toeplitz.runtime.plan.Variant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures a task's variants, each in the layer where the task stands, with the layouts that it has there. The estimate's choice is the
 * first incumbent; whatever is clearly faster than the incumbent and right takes its place.
 */
public final class Tuner {
    /** Of the random inputs that kernels are timed on. */
    private static final long SEED = 1;

    /**
     * Of those that the last one was judged on. Each has its own: memory that another left may hold the right result of inputs that were
     * used before, and a kernel that writes only a part of it would pass.
     */
    private static final AtomicLong JUDGED = new AtomicLong(SEED);

    private final Graph graph;
    private final Options options;
    private final OpenClDevice device;
    private final Effort effort;
    private final Plans plans;
    private final Stopwatch stopwatch;

    /** Where a layer's plan comes from. */
    interface Plans {
        Plan alone(Tunable tunable, Variant variant);
    }

    /** What the time of a variant's run is taken to be. */
    interface Stopwatch {
        long read(Variant variant, long nanoseconds);
    }

    public Tuner(Graph graph, Options options, OpenClDevice device, Effort effort) {
        this(
                graph,
                options,
                device,
                effort,
                (tunable, variant) ->
                        Plan.alone(graph, options, Tuning.NONE.with(tunable.task(), variant), tunable.stage()),
                (_, nanoseconds) -> nanoseconds);
    }

    Tuner(Graph graph, Options options, OpenClDevice device, Effort effort, Plans plans, Stopwatch stopwatch) {
        this.graph = graph;
        this.options = options;
        this.device = device;
        this.effort = effort;
        this.plans = plans;
        this.stopwatch = stopwatch;
    }

    /** The tasks of the graph that leave a choice. */
    public List<Tunable> tunables() {
        return Tunable.of(graph, options);
    }

    /** Measures the variants of one of them. */
    public Found tune(Tunable tunable) {
        try (Caches caches = new Caches(device)) {
            return new Contest(tunable, caches).held();
        }
    }

    /** Variants of one task, one after the other against the best so far. */
    private final class Contest {
        private final Tunable tunable;
        private final Caches caches;
        private final Graph layer;
        private final Map<Value, Tensor> inputs;
        private final Set<String> programs = new HashSet<>();
        private final List<Variant> wrong = new ArrayList<>();
        private int tried = 1;

        Contest(Tunable tunable, Caches caches) {
            this.tunable = tunable;
            this.caches = caches;
            this.layer = plans.alone(tunable, tunable.estimate()).graph();
            this.inputs = inputs(SEED);
        }

        private Map<Value, Tensor> inputs(long seed) {
            Map<Value, Tensor> made = new LinkedHashMap<>();
            Inputs.random(layer, seed)
                    .forEach((value, tensor) -> made.put(value, new Tensor.Floats(value.type(), tensor.toFloats())));
            return made;
        }

        Found held() {
            Variant best = tunable.estimate();
            Trial incumbent = open(best);
            try {
                for (Variant variant : chosen()) {
                    Trial challenger = challenger(variant);
                    if (challenger != null && wins(challenger, incumbent)) {
                        incumbent.close();
                        incumbent = challenger;
                    } else if (challenger != null) {
                        challenger.close();
                    }
                }
                return confirmed(incumbent);
            } finally {
                incumbent.close();
            }
        }

        /** The likeliest of each candidate, in turn. */
        private List<Variant> chosen() {
            List<Variant> chosen = new ArrayList<>();
            for (int i = 0; i < effort.variants(); i++) {
                for (List<Variant> ofOne : tunable.variants()) {
                    if (i < ofOne.size()) {
                        chosen.add(ofOne.get(i));
                    }
                }
            }
            return chosen;
        }

        private Trial open(Variant variant) {
            Plan plan = plans.alone(tunable, variant);
            Trial trial = new Trial(variant, plan, device, inputs);
            programs.add(plan.program());
            return trial;
        }

        /** A variant that is opened; null where it is one that was tried, or where the device cannot carry it out. */
        private Trial challenger(Variant variant) {
            Plan plan = plans.alone(tunable, variant);
            if (!programs.add(plan.program())) {
                return null;
            }
            try {
                Trial trial = new Trial(variant, plan, device, inputs);
                tried++;
                return trial;
            } catch (DeviceException _) {
                return null;
            }
        }

        private boolean wins(Trial challenger, Trial incumbent) {
            if (!duel(incumbent, challenger).isWon()) {
                return false;
            }
            if (!challenger.isRight(inputs(JUDGED.incrementAndGet()))) {
                wrong.add(challenger.variant());
                return false;
            }
            return true;
        }

        private Duel duel(Trial incumbent, Trial challenger) {
            return Duel.of(() -> time(incumbent), () -> time(challenger), effort.pairs());
        }

        private long time(Trial trial) {
            caches.forget();
            return stopwatch.read(trial.variant(), trial.time());
        }

        /** The best of many is partly the luckiest: it has to win once more, against the estimate itself. */
        private Found confirmed(Trial best) {
            if (best.variant().equals(tunable.estimate())) {
                long[] times = new long[effort.pairs()];
                for (int i = 0; i < times.length; i++) {
                    times[i] = time(best);
                }
                return found(best.variant(), Duel.median(times), Duel.median(times));
            }
            try (Trial estimate = open(tunable.estimate())) {
                Duel duel = duel(estimate, best);
                return found(
                        duel.isWon() ? best.variant() : tunable.estimate(),
                        Duel.median(duel.incumbent()),
                        Duel.median(duel.isWon() ? duel.challenger() : duel.incumbent()));
            }
        }

        private Found found(Variant best, long before, long after) {
            return new Found(
                    tunable.task(), tunable.loops(), effort, tunable.estimate(), before, best, after, tried, wrong);
        }
    }
}
