package dev.toeplitz.sim.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Banks;
import dev.toeplitz.hw.Dma;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.analytic.Stage;
import dev.toeplitz.sim.analytic.Step;
import dev.toeplitz.sim.analytic.Workload;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.search.MappingSearch;
import dev.toeplitz.sim.timeline.Recorder;
import dev.toeplitz.sim.timeline.Span;
import dev.toeplitz.sim.timeline.Timeline;
import dev.toeplitz.sim.timeline.Track;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Chains of layers strip by strip in the timeline. */
class FusedTimelineTest {
    /** Holds each event against the ones before; counts what passes the way to DRAM. */
    private static final class Watch implements Recorder {
        private final long[] free = new long[Track.values().length];
        private long dram;
        private long carried;

        @Override
        public void busy(int core, Track track, int layer, long from, long to) {
            assertThat(from).as("%s", track).isGreaterThanOrEqualTo(free[track.ordinal()]);
            free[track.ordinal()] = to;
            if (track.usesDram()) {
                assertThat(from).isGreaterThanOrEqualTo(dram);
                dram = to;
                carried += to - from;
            }
        }
    }

    private static Timeline.Run check(Graph graph, Accelerator machine) {
        Workload workload = Simulator.workload(graph, machine);
        MappingSearch search = MappingSearch.forCycles();
        Watch watch = new Watch();
        Timeline.Run run = Simulator.play(workload, machine, search, watch);
        NetworkCost analytic = Simulator.cost(workload, machine, search);
        int at = 0;
        for (Stage stage : run.stages()) {
            Span span = run.spans().get(at);
            at += stage.rows().size();
            assertThat(span.layer()).isEqualTo(stage.layer());
            assertThat(span.cycles())
                    .as(stage.cost().name())
                    .isGreaterThanOrEqualTo(stage.cost().cycles());
            assertThat(stage.rows().size() > 1)
                    .isEqualTo(analytic.layers().get(stage.layer()).fused().isPresent());
            assertSteps(stage);
        }
        NetworkCost cost = run.cost();
        assertThat(cost.cycles())
                .isEqualTo(run.spans().stream().mapToLong(Span::end).max().orElse(0));
        assertThat(cost.macs()).isEqualTo(analytic.macs());
        assertThat(cost.dram()).isEqualTo(analytic.dram());
        // What passes the way to DRAM is what the closed form counts: no map of a chain is there beside.
        double passed = watch.carried / (double) Timeline.TICKS_PER_CYCLE * machine.dramBytesPerCycle();
        assertThat(passed).isGreaterThanOrEqualTo(cost.dram().total() - 1e-6);
        for (int i = 0; i < cost.layers().size(); i++) {
            LayerCost layer = cost.layers().get(i);
            assertThat(layer.busyCycles()).isLessThanOrEqualTo(layer.cycles());
            assertThat(layer.fused()).isEqualTo(analytic.layers().get(i).fused());
        }
        return run;
    }

    /** A chain's steps move what its rows say, and take what the closed form says that they take on the chip. */
    private static void assertSteps(Stage stage) {
        List<Step> steps = stage.parts().getFirst().steps();
        if (steps.isEmpty()) {
            return;
        }
        long bytes = steps.stream()
                .mapToLong(step -> step.inputBytes() + step.weightBytes() + step.outputBytes())
                .sum();
        assertThat(bytes).isEqualTo(stage.cost().dram().total());
        assertThat(steps.stream().mapToLong(Step::cycles).sum())
                .isLessThanOrEqualTo(stage.cost().cycles());
        assertThat(steps.stream().mapToLong(Step::arrayCycles).sum())
                .isEqualTo(stage.cost().arrayCycles());
    }

    @Property(tries = 200)
    void noChainIsFasterThanTheClosedFormAndNoMapOfItMeetsDram(@ForAll long seed) {
        Random random = new Random(seed);
        Graph graph = RandomChains.of(random).graph();
        Accelerator machine = RandomChains.machine(random)
                .with(new Dma(random.nextInt(3) * 10))
                .withFusion(true);
        check(graph, machine);
    }

    @Property(tries = 100)
    void moreBandwidthIsNeverSlowerAndBanksNeverFaster(@ForAll long seed) {
        Random random = new Random(seed);
        Graph graph = RandomChains.of(random).graph();
        Accelerator machine = RandomChains.machine(random).withFusion(true);
        Workload workload = Simulator.workload(graph, machine);
        Timeline.Run run = Simulator.play(workload, machine, MappingSearch.forCycles(), Recorder.NONE);
        long base = run.cost().cycles();
        assertThat(cycles(workload, machine.with(machine.dram().times(1.3)), run.stages()))
                .isLessThanOrEqualTo(base);
        long narrow = cycles(workload, with(machine, new Banks(1, 1, 4)), run.stages());
        assertThat(narrow).isGreaterThanOrEqualTo(base);
        assertThat(cycles(workload, with(machine, new Banks(2, 1, 4)), run.stages()))
                .isBetween(base, narrow);
    }

    private static Accelerator with(Accelerator machine, Banks banks) {
        return machine.with(
                machine.buffers().stream().map(each -> each.with(banks)).toList(), machine.accumulators());
    }

    private static long cycles(Workload workload, Accelerator machine, List<Stage> stages) {
        return Timeline.play(workload, machine, stages, Recorder.NONE).cost().cycles();
    }

    /** The random networks do run in chains, of more steps than a timeline has chunks too. */
    @Test
    void theRandomNetworksHaveChains() {
        int chains = 0;
        int most = 0;
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            Graph graph = RandomChains.of(random).graph();
            Accelerator machine = RandomChains.machine(random).withFusion(true);
            Timeline.Run run = Simulator.play(
                    Simulator.workload(graph, machine), machine, MappingSearch.forCycles(), Recorder.NONE);
            for (Stage stage : run.stages()) {
                int steps = stage.parts().getFirst().steps().size();
                chains += steps > 0 ? 1 : 0;
                most = Math.max(most, steps);
            }
        }
        assertThat(chains).isGreaterThan(20);
        assertThat(most).isGreaterThan(20);
    }

    @ParameterizedTest
    @CsvSource({"mobilenet,nvdla-large", "mobilenet-v2,zu9eg-32x32"})
    void networksOfTheZooRunInChains(String network, String name) {
        Graph graph = Networks.named(network).build();
        Timeline.Run run = check(graph, Accelerators.load(name).withFusion(true));
        assertThat(run.stages()).anyMatch(stage -> stage.rows().size() > 2);
        assertThat(run.stages().stream()
                        .mapToInt(each -> each.parts().getFirst().steps().size()))
                .anyMatch(steps -> steps > 0);
    }
}
