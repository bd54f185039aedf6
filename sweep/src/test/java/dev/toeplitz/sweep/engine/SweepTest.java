package dev.toeplitz.sweep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toeplitz.sweep.Spaces;
import dev.toeplitz.sweep.space.Objective;
import dev.toeplitz.sweep.space.Outcome;
import dev.toeplitz.sweep.space.Outcome.Evaluated;
import dev.toeplitz.sweep.strategy.Grid;
import dev.toeplitz.sweep.strategy.RandomSample;
import dev.toeplitz.sweep.strategy.SobolSample;
import dev.toeplitz.sweep.strategy.Strategy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SweepTest {
    private static final Study STUDY = Spaces.study(Spaces.SMALL, "alexnet");

    private static Findings run(Strategy strategy, int threads) {
        try (LocalEngine engine = new LocalEngine(STUDY, threads)) {
            return new Sweep(STUDY, engine, Ledger.NONE, progress -> {}).run(strategy);
        }
    }

    @Test
    void theFrontIsThatOfBruteForce() {
        List<Evaluated> all = new ArrayList<>();
        for (long id = 0; id < STUDY.space().size(); id++) {
            if (STUDY.outcome(id) instanceof Evaluated each) {
                all.add(each);
            }
        }
        List<Long> best = all.stream()
                .filter(each -> all.stream().noneMatch(other -> beats(other, each)))
                .map(Evaluated::id)
                .sorted()
                .toList();
        Findings findings = run(new Grid(), 2);
        assertThat(findings.front().stream().map(Evaluated::id).sorted().toList())
                .isEqualTo(best)
                .hasSizeGreaterThan(2);
        assertThat(findings.evaluated()).isEqualTo(all.size());
        assertThat(findings.evaluated() + findings.refusals()).isEqualTo(120);
        assertThat(findings.refused()).containsKey("constraint: dsp <= device.dsp");
    }

    private static boolean beats(Evaluated one, Evaluated other) {
        boolean worse = false;
        for (int i = 0; i < one.objectives().size(); i++) {
            worse |= one.objectives().get(i) > other.objectives().get(i);
        }
        boolean equal = one.objectives().equals(other.objectives());
        return !worse && (!equal || one.id() < other.id());
    }

    @Test
    void threadsChangeNothing() {
        assertThat(run(new Grid(), 1).front()).isEqualTo(run(new Grid(), 3).front());
    }

    @Test
    void samplesAreDifferentDesignsAndTheSameForTheSameSeed() {
        for (Strategy strategy : List.of(new RandomSample(60, 7), new SobolSample(60, 7))) {
            assertThat(designs(strategy)).doesNotHaveDuplicates().hasSize(60).isEqualTo(designs(strategy));
        }
        assertThat(designs(new RandomSample(60, 7))).isNotEqualTo(designs(new RandomSample(60, 8)));
        assertThat(designs(new SobolSample(60, 7))).isNotEqualTo(designs(new SobolSample(60, 8)));
        assertThat(designs(new RandomSample(500, 7))).hasSize(120);
    }

    /** In 60 of 120 designs a Sobol sequence meets every value nearly as often as any other of its parameter. */
    @Test
    void sobolSpreadsOverEveryParameter() {
        long few = designs(new SobolSample(60, 3)).stream()
                .filter(id -> STUDY.space().choices(id)[0] == 0)
                .count();
        assertThat(few).isBetween(9L, 15L);
    }

    private static List<Long> designs(Strategy strategy) {
        List<Long> tried = new ArrayList<>();
        strategy.explore(STUDY.space(), designs -> {
            List<Outcome> outcomes = new ArrayList<>();
            for (long design : designs) {
                tried.add(design);
                outcomes.add(new Outcome.Refused(design, "not asked"));
            }
            return outcomes;
        });
        return tried;
    }

    @Test
    void aStoppedSweepSaysSoAndKeepsWhatIsDone() {
        try (LocalEngine engine = new LocalEngine(STUDY, 1)) {
            Sweep[] sweep = new Sweep[1];
            sweep[0] = new Sweep(STUDY, engine, Ledger.NONE, progress -> sweep[0].stop());
            Findings findings = sweep[0].run(new Grid());
            assertThat(findings.complete()).isFalse();
            assertThat(findings.evaluated() + findings.refusals()).isBetween(1L, 100L);
        }
    }

    @Test
    void objectivesAreMeansByWeight() {
        Study two = new Study(
                STUDY.space(),
                List.of(
                        STUDY.networks().getFirst(),
                        Spaces.study(Spaces.SMALL, "lenet5").networks().getFirst()),
                List.of(1.0, 3.0));
        Evaluated both = (Evaluated) two.outcome(0);
        double expected =
                (both.figures().get(0).seconds() + 3 * both.figures().get(1).seconds()) / 4;
        assertThat(both.objectives().getFirst()).isEqualTo(expected);
        double watt = Objective.THROUGHPUT_PER_WATT.of(both.resources(), both.figures(), two.weights());
        assertThat(watt * both.objectives().get(1)).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-12));
    }

    @Test
    void aConstraintOnResultsRefusesWhatBreaksIt() {
        double limit = 8e-3;
        Study limited = Spaces.study(Spaces.SMALL.replace("[dsp <=", "[latency <= 8 ms, dsp <="), "alexnet");
        try (LocalEngine engine = new LocalEngine(limited, 2)) {
            Findings findings = new Sweep(limited, engine, Ledger.NONE, progress -> {}).run(new Grid());
            long within = 0;
            long beyond = 0;
            for (long id = 0; id < STUDY.space().size(); id++) {
                if (STUDY.outcome(id) instanceof Evaluated each) {
                    boolean holds = each.figures().getFirst().seconds() <= limit;
                    within += holds ? 1 : 0;
                    beyond += holds ? 0 : 1;
                }
            }
            assertThat(findings.evaluated()).isEqualTo(within).isPositive();
            assertThat(findings.refused()).containsEntry("constraint: latency <= 8 ms", beyond);
        }
        assertThatThrownBy(() -> Spaces.read(Spaces.SMALL.replace("[dsp <=", "[latenc <= 8 ms, dsp <=")))
                .hasMessageContaining("latenc");
    }

    @Test
    void constraintsThatNothingMeetsLeaveNothingAndSayWhich() {
        Study none = Spaces.study(Spaces.SMALL.replace("[dsp <=", "[pes < 64, pes > 64, dsp <="), "alexnet");
        try (LocalEngine engine = new LocalEngine(none, 2)) {
            Findings findings = new Sweep(none, engine, Ledger.NONE, progress -> {}).run(new Grid());
            assertThat(findings.front()).isEmpty();
            assertThat(findings.refusals()).isEqualTo(120);
            assertThat(findings.refused()).containsKeys("constraint: pes < 64");
        }
    }

    /** In 96 MiB of heap, of which it takes no more at the end than a tenth of the way. */
    @Test
    void tenMillionDesignsTakeNoMoreMemoryThanAMillion() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LongGrid.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).as(said).isZero();
        List<Long> figures = said.lines().map(Long::valueOf).toList();
        assertThat(figures).hasSize(3).last().isEqualTo(LongGrid.DESIGNS);
        assertThat(figures.get(1)).as("bytes in use").isLessThan(figures.get(0) + (16L << 20));
    }
}
