package dev.toeplitz.sim.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.MatMul;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Dataflow;
import dev.toeplitz.hw.Dram;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.sim.Machines;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.analytic.AnalyticModel;
import dev.toeplitz.sim.analytic.Part;
import dev.toeplitz.sim.analytic.Workload;
import dev.toeplitz.sim.cost.Fidelity;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.cycle.CycleArray;
import dev.toeplitz.sim.search.MappingSearch;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final long LARGE = 1L << 40;

    @Test
    void noPartOfAnyNetworkOnAnyPresetIsFasterThanTheClosedFormSays() {
        List<Accelerator> machines =
                Accelerators.presets().stream().map(Accelerators::load).toList();
        for (Networks.Network network : Networks.all()) {
            Graph graph = network.build();
            MappingSearch search = MappingSearch.forCycles();
            for (Accelerator machine : machines) {
                Workload workload = Simulator.workload(graph, machine);
                assertBounds(
                        network.name(), workload, search, Simulator.play(workload, machine, search, Recorder.NONE));
            }
        }
    }

    private static void assertBounds(String name, Workload workload, MappingSearch search, Timeline.Run run) {
        for (int i = 0; i < run.stages().size(); i++) {
            LayerCost analytic = run.stages().get(i).cost();
            assertThat(run.spans().get(i).cycles())
                    .as("%s, %s", name, analytic.name())
                    .isGreaterThanOrEqualTo(analytic.cycles());
        }
        assertConserves(name, run, AnalyticModel.cost(workload, run.cost().accelerator(), search));
    }

    private static void assertConserves(String name, Timeline.Run run, NetworkCost analytic) {
        NetworkCost cost = run.cost();
        long end = run.spans().stream().mapToLong(Span::end).max().orElse(0);
        assertThat(cost.cycles()).as(name).isEqualTo(end);
        assertThat(cost.macs()).isEqualTo(analytic.macs());
        assertThat(cost.dram()).isEqualTo(analytic.dram());
        double peak = cost.cycles() * cost.accelerator().dramBytesPerCycle();
        assertThat((double) cost.dram().total()).isLessThanOrEqualTo(peak);
        assertThat(cost.utilization()).isBetween(0.0, 1.0);
        cost.layers()
                .forEach(layer -> assertThat(layer.utilization(cost.accelerator()))
                        .as(layer.name())
                        .isBetween(0.0, 1.0));
    }

    @Property(tries = 200)
    void whereNothingContendsItIsTheArrayCycleByCycle(
            @ForAll @IntRange(min = 1, max = 60) int m,
            @ForAll @IntRange(min = 1, max = 60) int n,
            @ForAll @IntRange(min = 1, max = 60) int k,
            @ForAll @IntRange(min = 1, max = 12) int rows,
            @ForAll @IntRange(min = 1, max = 12) int cols,
            @ForAll @IntRange(max = 2) int dataflow) {
        GraphBuilder graph = new GraphBuilder("product");
        Value x = graph.input("x", TensorType.float32(m, k));
        graph.output(graph.node("product", new MatMul(), x, graph.weight("w", k, n)));
        Accelerator machine = Machines.of(rows, cols, Dataflow.NAMED.get(dataflow), LARGE, 1e12);
        CycleArray.Run run = CycleArray.multiply(machine.peArray(), new double[m][k], new double[k][n]);
        // One cycle for the first bytes and one for the last, however wide the way is.
        assertThat(Simulator.simulate(graph.build(), machine, Fidelity.TIMELINE).cycles())
                .isEqualTo(run.cycles() + 2);
    }

    record Chain(int channels, int filters, int extent, int filter, int layers) {
        Graph graph() {
            GraphBuilder graph = new GraphBuilder("chain");
            Value x = graph.input("x", TensorType.float32(1, channels, extent, extent));
            int before = channels;
            for (int i = 0; i < layers; i++) {
                Value w = graph.weight("w" + i, filters, before, filter, filter);
                x = graph.node("conv" + i, Conv.square(filter, 1, filter / 2, 1), x, w);
                before = filters;
            }
            graph.output(x);
            return graph.build();
        }
    }

    @Provide
    Arbitrary<Chain> chains() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 60),
                        Arbitraries.integers().between(1, 60),
                        Arbitraries.integers().between(5, 30),
                        Arbitraries.of(1, 3, 5),
                        Arbitraries.integers().between(1, 4))
                .as(Chain::new);
    }

    @Property(tries = 300)
    void noTilingIsSlowerWithMoreBandwidthOrLargerBuffers(
            @ForAll("chains") Chain chain,
            @ForAll @IntRange(min = 2, max = 32) int side,
            @ForAll @IntRange(max = 2) int dataflow,
            @ForAll @IntRange(min = 11, max = 20) int logBytes,
            @ForAll @IntRange(min = 1, max = 40) int rate) {
        Dataflow flow = Dataflow.NAMED.get(dataflow);
        Accelerator machine = Machines.of(side, side, flow, 1L << logBytes, rate);
        Workload workload = Simulator.workload(chain.graph(), machine);
        List<Part> parts = AnalyticModel.parts(workload, machine, MappingSearch.forCycles());
        long base = cycles(workload, machine, parts);
        assertThat(cycles(workload, machine.with(machine.dram().times(1.3)), parts))
                .isLessThanOrEqualTo(base);
        assertThat(cycles(workload, Machines.of(side, side, flow, 2L << logBytes, rate), parts))
                .isLessThanOrEqualTo(base);
    }

    private static long cycles(Workload workload, Accelerator machine, List<Part> parts) {
        return Timeline.run(workload, machine, parts, Recorder.NONE).cost().cycles();
    }

    @Property(tries = 300)
    void noTrackDoesTwoThingsAtOnceAndDramIsNeverShared(
            @ForAll("chains") Chain chain,
            @ForAll @IntRange(min = 2, max = 32) int side,
            @ForAll @IntRange(max = 2) int dataflow,
            @ForAll @IntRange(min = 11, max = 20) int logBytes,
            @ForAll @IntRange(min = 1, max = 40) int rate) {
        Accelerator machine = Machines.of(side, side, Dataflow.NAMED.get(dataflow), 1L << logBytes, rate);
        Workload workload = Simulator.workload(chain.graph(), machine);
        List<Part> parts = AnalyticModel.parts(workload, machine, MappingSearch.forCycles());
        long[] free = new long[Track.values().length];
        long[] dram = new long[2];
        Timeline.Run run = Timeline.run(workload, machine, parts, (core, track, layer, from, to) -> {
            assertThat(from).as("%s of layer %d", track, layer).isGreaterThanOrEqualTo(free[track.ordinal()]);
            assertThat(to).isGreaterThan(from);
            free[track.ordinal()] = to;
            if (track.usesDram()) {
                assertThat(from).isGreaterThanOrEqualTo(dram[0]);
                dram[0] = to;
                dram[1] += to - from;
            }
        });
        double bytes = dram[1] / (double) Timeline.TICKS_PER_CYCLE * machine.dramBytesPerCycle();
        assertThat(bytes).isGreaterThanOrEqualTo(run.cost().dram().total() - 1e-6);
        assertThat(dram[0]).isLessThanOrEqualTo(run.cost().cycles() * Timeline.TICKS_PER_CYCLE);
    }

    @Test
    void whereTheDramIsNamedItsRefreshAndRowsCost() {
        Accelerator machine = Accelerators.load("tpu-v1"); // whose fully connected layers wait for weights
        double peak = machine.dram().gigabytesPerSecond();
        Accelerator named = machine.with(new Dram(peak, 1, "DDR4-2400"));
        Accelerator flat = machine.with(new Dram(peak, 1, "unknown"));
        Graph graph = Networks.named("alexnet").build();
        NetworkCost withRows = Simulator.simulate(graph, named, Fidelity.TIMELINE);
        NetworkCost without = Simulator.simulate(graph, flat, Fidelity.TIMELINE);
        assertThat(withRows.cycles()).isGreaterThan(without.cycles());
        // Fully connected layers stream weights: refresh and rows take about a twentieth.
        assertThat(fc6(withRows) / (double) fc6(without)).isBetween(1.03, 1.08);
    }

    private static long fc6(NetworkCost cost) {
        return cost.layers().stream()
                .filter(layer -> layer.name().equals("fc6"))
                .mapToLong(LayerCost::cycles)
                .sum();
    }
}
