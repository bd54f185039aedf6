package dev.toeplitz.sweep.engine;

import dev.toeplitz.sweep.space.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveAction;

/** Threads of this process; one that has nothing left steals from the others. */
public final class LocalEngine implements Engine {
    /** So few that threads end together; the cost of a task is nothing beside that of a simulation. */
    private static final int AT_ONCE = 4;

    private final Study study;
    private final ForkJoinPool pool;

    public LocalEngine(Study study, int threads) {
        this.study = study;
        this.pool = new ForkJoinPool(threads);
    }

    @Override
    public int width() {
        return pool.getParallelism();
    }

    @Override
    public List<Outcome> run(long[] designs) {
        Outcome[] outcomes = new Outcome[designs.length];
        pool.invoke(new Part(designs, outcomes, 0, designs.length));
        return Arrays.asList(outcomes);
    }

    @Override
    public void close() {
        pool.close();
    }

    private final class Part extends RecursiveAction {
        private static final long serialVersionUID = 1L;
        private final transient long[] designs;
        private final transient Outcome[] outcomes;
        private final int from;
        private final int to;

        Part(long[] designs, Outcome[] outcomes, int from, int to) {
            this.designs = designs;
            this.outcomes = outcomes;
            this.from = from;
            this.to = to;
        }

        @Override
        protected void compute() {
            if (to - from > AT_ONCE) {
                int middle = (from + to) >>> 1;
                invokeAll(new Part(designs, outcomes, from, middle), new Part(designs, outcomes, middle, to));
                return;
            }
            for (int i = from; i < to; i++) {
                outcomes[i] = study.outcome(designs[i]);
            }
        }
    }
}
