package dev.toeplitz.sweep.engine;

import dev.toeplitz.sweep.engine.Progress.Listener;
import dev.toeplitz.sweep.space.Outcome;
import dev.toeplitz.sweep.strategy.Strategy;
import dev.toeplitz.sweep.strategy.Trial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A strategy carried out by an engine. A slice of designs is kept while the next is tried, so that two slices at most are not.
 */
public final class Sweep {
    private final Study study;
    private final Engine engine;
    private final Ledger ledger;
    private final Listener listener;
    private final AtomicBoolean stopped = new AtomicBoolean();

    public Sweep(Study study, Engine engine, Ledger ledger, Listener listener) {
        this.study = study;
        this.engine = engine;
        this.ledger = ledger;
        this.listener = listener;
    }

    /** Ends the sweep after the designs that are being tried; may be called from another thread. */
    public void stop() {
        stopped.set(true);
    }

    public Findings run(Strategy strategy) {
        boolean complete = true;
        Course course = new Course(strategy.most(study.space()));
        try (course) {
            strategy.explore(study.space(), course);
        } catch (Stopped _) {
            complete = false;
        }
        return new Findings(
                strategy.title(),
                course.front.members(),
                course.evaluated,
                course.refused,
                course.known,
                course.seconds(),
                complete);
    }

    /** Leaves a strategy that knows nothing of being stopped. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stopped() {
            super("stopped", null, false, false);
        }
    }

    private final class Course implements Trial, AutoCloseable {
        private final ExecutorService keeper = Executors.newSingleThreadExecutor();
        private Future<?> keeping = CompletableFuture.completedFuture(null);
        private final long most;
        private final long start = System.nanoTime();
        private final Front front = new Front(study.space().objectives());
        private final Map<String, Long> refused = new TreeMap<>();
        private long evaluated;
        private long known;
        private long done;
        private int slice = 4 * engine.width();

        Course(long most) {
            this.most = most;
        }

        /** Waits for what is being kept; where it could not be, nothing of it is. */
        private void kept() {
            Future<?> last = keeping;
            // A failure is said once.
            keeping = CompletableFuture.completedFuture(null);
            try {
                last.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw new Stopped();
            }
        }

        @Override
        public void close() {
            keeper.close();
            kept();
        }

        double seconds() {
            return (System.nanoTime() - start) * 1e-9;
        }

        @Override
        public int most() {
            return engine.most();
        }

        @Override
        public List<Outcome> evaluate(long[] designs) {
            List<Outcome> outcomes = new ArrayList<>(designs.length);
            int from = 0;
            while (from < designs.length) {
                if (stopped.get()) {
                    throw new Stopped();
                }
                int to = Math.min(designs.length, from + slice);
                double before = seconds();
                outcomes.addAll(slice(Arrays.copyOfRange(designs, from, to)));
                adapt(to - from, seconds() - before);
                from = to;
            }
            return outcomes;
        }

        /** Twice as many, or as many as fit the time where that is less. */
        private void adapt(int count, double seconds) {
            double fitting = count * engine.seconds() / Math.max(seconds, 1e-6);
            slice = (int) Math.clamp(Math.min(fitting, 2.0 * slice), engine.width(), engine.most());
        }

        private List<Outcome> slice(long[] designs) {
            Map<Long, Outcome> before = ledger.known(designs);
            long[] missing = Arrays.stream(designs)
                    .filter(design -> !before.containsKey(design))
                    .toArray();
            List<Outcome> computed = computed(missing);
            kept();
            keeping = keeper.submit(() -> ledger.add(computed));
            List<Outcome> outcomes = new ArrayList<>(designs.length);
            int next = 0;
            for (long design : designs) {
                Outcome old = before.get(design);
                outcomes.add(old == null ? computed.get(next++) : old);
            }
            outcomes.forEach(this::count);
            known += designs.length - missing.length;
            done += designs.length;
            listener.at(new Progress(done, most, done - known, seconds(), front));
            return outcomes;
        }

        private List<Outcome> computed(long[] missing) {
            try {
                return engine.run(missing);
            } catch (RuntimeException e) {
                // An engine of other processes may end with them when this one is asked to.
                throw stopped.get() ? new Stopped() : e;
            }
        }

        private void count(Outcome outcome) {
            switch (outcome) {
                case Outcome.Evaluated each -> {
                    evaluated++;
                    front.add(each);
                    listener.evaluated(each);
                }
                case Outcome.Refused each -> refused.merge(each.reason(), 1L, Long::sum);
            }
        }
    }
}
