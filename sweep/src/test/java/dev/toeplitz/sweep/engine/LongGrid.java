package dev.toeplitz.sweep.engine;

import dev.toeplitz.sweep.Spaces;
import dev.toeplitz.sweep.report.Overview;
import dev.toeplitz.sweep.space.Outcome;
import dev.toeplitz.sweep.space.Outcome.Evaluated;
import dev.toeplitz.sweep.strategy.Grid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A grid of ten million designs, of which every five-hundredth is simulated; says the heap in use a tenth of the way and at the end. */
final class LongGrid {
    static final long DESIGNS = 10_000_000;
    private static final int EACH = 500;

    /** 10 · 10 · 2 · 50 · 10 · 10 · 10: arrays, buffers, bandwidths and clocks. */
    private static final String SPACE = """
        base: zu9eg-32x32
        parameters:
          dram.gigabytes_per_second: {from: 1, to: 10, step: 1}
          clock_mhz: {from: 100, to: 1000, step: 100}
          pe_array.dataflow: [ws, os]
          buffers.weight.bytes: {from: 65536, to: 3276800, step: 65536}
          pe_array.rows: {from: 8, to: 80, step: 8}
          pe_array.cols: {from: 8, to: 80, step: 8}
          buffers.input.bytes: {from: 65536, to: 655360, step: 65536}
        objectives: [latency, energy]
        """;

    private LongGrid() {}

    /** Simulates some designs and refuses the others unseen. */
    private record Sparse(LocalEngine engine) implements Engine {
        @Override
        public List<Outcome> run(long[] designs) {
            List<Outcome> outcomes = new ArrayList<>(designs.length);
            var simulated = engine.run(Arrays.stream(designs)
                            .filter(each -> each % EACH == 0)
                            .toArray())
                    .iterator();
            for (long each : designs) {
                outcomes.add(each % EACH == 0 ? simulated.next() : new Outcome.Refused(each, "unseen"));
            }
            return outcomes;
        }

        @Override
        public int width() {
            return engine.width();
        }

        @Override
        public void close() {
            engine.close();
        }
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    public static void main(String[] arguments) {
        Study study = Spaces.study(SPACE, "lenet5");
        Overview overview = new Overview(study.space());
        AtomicLong next = new AtomicLong(DESIGNS / 10);
        try (Sparse engine = new Sparse(new LocalEngine(study, 2))) {
            Findings findings = new Sweep(study, engine, Ledger.NONE, new Progress.Listener() {
                        @Override
                        public void at(Progress progress) {
                            if (progress.done() >= next.get()) {
                                System.out.println(used());
                                next.addAndGet(DESIGNS * 9 / 10);
                            }
                        }

                        @Override
                        public void evaluated(Evaluated outcome) {
                            overview.add(outcome);
                        }
                    })
                    .run(new Grid());
            System.out.println(findings.evaluated() + findings.refusals());
        }
    }
}
