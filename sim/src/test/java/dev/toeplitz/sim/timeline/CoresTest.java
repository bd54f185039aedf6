package dev.toeplitz.sim.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Add;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Dataflow;
import dev.toeplitz.hw.Dma;
import dev.toeplitz.hw.VectorUnit;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.sim.Machines;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.analytic.Stage;
import dev.toeplitz.sim.analytic.Workload;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.search.MappingSearch;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoresTest {
    private static final int TRACKS = Track.values().length;

    /** Two convolutions and a residual addition. */
    private static Graph graph(Random random) {
        GraphBuilder graph = new GraphBuilder("residual");
        int channels = 1 + random.nextInt(30);
        int extent = 4 + random.nextInt(12);
        Value x = graph.input("x", TensorType.float32(1 + random.nextInt(3), channels, extent, extent));
        Value a = graph.node("a", Conv.square(3, 1, 1, 1), x, graph.weight("wa", channels, channels, 3, 3));
        Value b = graph.node("b", Conv.square(1, 1, 0, 1), a, graph.weight("wb", channels, channels, 1, 1));
        graph.output(graph.node("sum", new Add(), b, x));
        return graph.build();
    }

    private static Accelerator machine(Random random) {
        int side = 2 + random.nextInt(14);
        Accelerator machine = Machines.of(
                side,
                side,
                Dataflow.NAMED.get(random.nextInt(3)),
                1L << 11 + random.nextInt(7),
                1 + random.nextInt(40));
        return machine.with(new Dma(random.nextInt(3) * 20)).with(new VectorUnit(4, 1, 1, random.nextBoolean()));
    }

    /** Holds each event against the ones before on its core's track, and on the way to DRAM. */
    private static final class Watch implements Recorder {
        private final long[] free;
        private long dram;
        private long carried;

        Watch(int cores) {
            free = new long[cores * TRACKS];
        }

        @Override
        public void busy(int core, Track track, int layer, long from, long to) {
            int at = core * TRACKS + track.ordinal();
            assertThat(from).as("core %d %s", core, track).isGreaterThanOrEqualTo(free[at]);
            assertThat(to).isGreaterThan(from);
            free[at] = to;
            if (track.usesDram()) {
                assertThat(from).as("DRAM").isGreaterThanOrEqualTo(dram);
                dram = to;
                carried += to - from;
            }
        }

        double bytes(Accelerator machine) {
            return carried / (double) Timeline.TICKS_PER_CYCLE * machine.dramBytesPerCycle();
        }
    }

    private static Timeline.Run check(Graph graph, Accelerator machine) {
        Workload workload = Simulator.workload(graph, machine);
        MappingSearch search = MappingSearch.forCycles();
        Watch watch = new Watch(machine.cores());
        Timeline.Run run = Simulator.play(workload, machine, search, watch);
        NetworkCost analytic = Simulator.cost(workload, machine, search);
        for (int i = 0; i < run.stages().size(); i++) {
            assertThat(run.spans().get(i).cycles())
                    .as(run.stages().get(i).cost().name())
                    .isGreaterThanOrEqualTo(run.stages().get(i).cost().cycles());
        }
        assertThat(stagesByLayer(run, analytic.layers().size()))
                .containsExactly(analytic.layers().stream()
                        .mapToLong(each -> each.cycles())
                        .toArray());
        NetworkCost cost = run.cost();
        assertThat(cost.cycles())
                .isEqualTo(run.spans().stream().mapToLong(Span::end).max().orElse(0));
        assertThat(cost.macs()).isEqualTo(analytic.macs());
        assertThat(cost.dram()).isEqualTo(analytic.dram());
        assertThat(cost.dram().total() - 1e-6).isLessThanOrEqualTo(watch.bytes(machine));
        assertThat((double) cost.dram().total()).isLessThanOrEqualTo(cost.cycles() * machine.dramBytesPerCycle());
        cost.layers().forEach(layer -> assertThat(layer.utilization(machine)).isBetween(0.0, 1.0));
        return run;
    }

    private static long[] stagesByLayer(Timeline.Run run, int layers) {
        long[] cycles = new long[layers];
        for (Stage stage : run.stages()) {
            cycles[stage.layer()] += stage.cost().cycles();
        }
        return cycles;
    }

    @Property(tries = 150)
    void noStageIsFasterThanTheClosedFormNoTrackDoesTwoThingsAndDramServesOneCoreAtATime(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int cores) {
        Random random = new Random(seed);
        check(graph(random), machine(random).withCores(cores));
    }

    /** Here a core's engines are set up for the second convolution while another core's results of the first are on the bus. */
    @Test
    void aSetUpBehindAnotherCoresResultsIsPartOfTheSpan() {
        Random random = new Random(6844673695077394054L);
        check(graph(random), machine(random).withCores(2));
    }

    @Property(tries = 100)
    void moreBandwidthIsNeverSlowerAndNoCoreIsFasterThanAlone(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 6) int cores) {
        Random random = new Random(seed);
        Graph graph = graph(random);
        Accelerator machine = machine(random).withCores(cores);
        Workload workload = Simulator.workload(graph, machine);
        Timeline.Run run = Simulator.play(workload, machine, MappingSearch.forCycles(), Recorder.NONE);
        Accelerator faster = machine.with(machine.dram().times(1.3));
        assertThat(Timeline.play(workload, faster, run.stages(), Recorder.NONE)
                        .cost()
                        .cycles())
                .isLessThanOrEqualTo(run.cost().cycles());
        int most = run.stages().stream()
                .mapToInt(stage -> stage.parts().size())
                .max()
                .orElseThrow();
        for (int core = 0; core < most; core++) {
            assertThat(Timeline.play(workload, machine, of(core, run.stages()), Recorder.NONE).spans().stream()
                            .mapToLong(Span::end)
                            .max()
                            .orElseThrow())
                    .isLessThanOrEqualTo(run.cost().cycles());
        }
    }

    /** To take turns at DRAM costs no more than to do all pieces one after the other. */
    @Property(tries = 100)
    void turnsAreNoSlowerThanOnePieceAfterTheOther(@ForAll long seed, @ForAll @IntRange(min = 2, max = 6) int cores) {
        Random random = new Random(seed);
        GraphBuilder graph = new GraphBuilder("one layer");
        int channels = 1 + random.nextInt(40);
        Value x = graph.input("x", TensorType.float32(1, channels, 4 + random.nextInt(20), 9));
        graph.output(graph.node("conv", Conv.square(3, 1, 1, 1), x, graph.weight("w", 24, channels, 3, 3)));
        Accelerator machine = machine(random).withCores(cores);
        Workload workload = Simulator.workload(graph.build(), machine);
        Timeline.Run run = Simulator.play(workload, machine, MappingSearch.forCycles(), Recorder.NONE);
        Stage stage = run.stages().getFirst();
        long[] alone = new long[stage.parts().size()];
        Arrays.setAll(
                alone,
                core -> Timeline.play(workload, machine, of(core, run.stages()), Recorder.NONE)
                        .cost()
                        .cycles());
        assertThat(run.cost().cycles())
                .isBetween(
                        Arrays.stream(alone).max().orElseThrow(),
                        Arrays.stream(alone).sum());
    }

    /** What one core does, as if the others did nothing; its own part where it has one, else the first core's. */
    private static List<Stage> of(int core, List<Stage> stages) {
        return stages.stream()
                .map(stage ->
                        Stage.of(stage.parts().get(Math.min(core, stage.parts().size() - 1))))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"resnet50,zu9eg-32x32,4", "mobilenet-v2,gemmini-16x16,2", "lenet5,tpu-v1,2"})
    void networksOfTheZooTakeNoLessThanTheClosedFormSays(String network, String name, int cores) {
        Graph graph = Networks.named(network).build();
        Accelerator one = Accelerators.load(name);
        Timeline.Run run = check(graph, one.withCores(cores));
        long alone = Simulator.play(graph, one, MappingSearch.forCycles(), Recorder.NONE)
                .cost()
                .cycles();
        assertThat(run.cost().cycles()).isLessThanOrEqualTo(alone);
        int[] used = run.stages().stream().mapToInt(each -> each.parts().size()).toArray();
        assertThat(Arrays.stream(used).max().orElseThrow()).isEqualTo(network.equals("lenet5") ? 1 : cores);
    }
}
