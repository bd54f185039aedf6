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
import dev.toeplitz.hw.VectorUnit;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.sim.Machines;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.analytic.AnalyticModel;
import dev.toeplitz.sim.analytic.Part;
import dev.toeplitz.sim.analytic.Workload;
import dev.toeplitz.sim.cost.Cause;
import dev.toeplitz.sim.cost.Fidelity;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.search.MappingSearch;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class WaitsTest {
    private static final double ENDLESS = 1e12;
    /** Waits for DRAM; first and last tiles are named by their place, whoever is waited for. */
    private static final Set<Cause> STREAMS =
            EnumSet.of(Cause.INPUT_BANDWIDTH, Cause.WEIGHT_BANDWIDTH, Cause.OUTPUT_BANDWIDTH, Cause.IM2COL);

    /** Convolutions that each add the map before the one they read, so that residuals stand in line for DRAM too. */
    record Case(
            int channels, int extent, int filter, int layers, int side, int dataflow, int bytes, int rate, int lanes) {
        Graph graph() {
            GraphBuilder graph = new GraphBuilder("residuals");
            Value x = graph.input("x", TensorType.float32(1, channels, extent, extent));
            Value before = graph.input("before", TensorType.float32(1, channels, extent, extent));
            for (int i = 0; i < layers; i++) {
                Value w = graph.weight("w" + i, channels, channels, filter, filter);
                Value y = graph.node("conv" + i, Conv.square(filter, 1, filter / 2, 1), x, w);
                Value sum = graph.node("add" + i, new Add(), y, before);
                before = x;
                x = sum;
            }
            graph.output(x);
            return graph.build();
        }

        Case once() {
            return new Case(channels, extent, filter, 1, side, dataflow, bytes, rate, lanes);
        }

        Accelerator machine() {
            return with(Machines.of(side, side, Dataflow.NAMED.get(dataflow), 1L << bytes, rate), lanes);
        }
    }

    @Provide
    Arbitrary<Case> cases() {
        Arbitrary<Integer> dataflows = Arbitraries.integers().between(0, 2);
        return Combinators.combine(
                        Arbitraries.integers().between(1, 60),
                        Arbitraries.integers().between(5, 24),
                        Arbitraries.of(1, 3),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.integers().between(2, 32),
                        dataflows,
                        Arbitraries.integers().between(11, 18),
                        Combinators.combine(
                                        Arbitraries.integers().between(1, 40),
                                        Arbitraries.integers().between(0, 6))
                                .as((rate, lanes) -> new int[] {rate, 1 << lanes}))
                .as((channels, extent, filter, layers, side, dataflow, bytes, rates) ->
                        new Case(channels, extent, filter, layers, side, dataflow, bytes, rates[0], rates[1]));
    }

    private static Accelerator with(Accelerator machine, int lanes) {
        VectorUnit unit = machine.vectorUnit();
        return machine.with(
                new VectorUnit(lanes, unit.divideCycles(), unit.exponentialCycles(), unit.fusesEpilogues()));
    }

    @Property(tries = 300)
    void nobodyIsBlamedForLongerThanItWorked(@ForAll("cases") Case given) {
        Accelerator machine = given.machine();
        Workload workload = Simulator.workload(given.graph(), machine);
        long[] worked = new long[2];
        NetworkCost cost = play(workload, machine, parts(workload, machine), (core, track, layer, from, to) -> {
            worked[0] += track.usesDram() ? to - from : 0;
            worked[1] += track == Track.VECTOR_UNIT ? to - from : 0;
        });
        // Each layer's stalls are rounded to whole cycles of their own.
        long rounding = Timeline.TICKS_PER_CYCLE * Cause.values().length * given.layers();
        assertThat(ticks(cost, STREAMS)).isLessThanOrEqualTo(worked[0] + rounding);
        assertThat(ticks(cost, EnumSet.of(Cause.VECTOR_UNIT))).isLessThanOrEqualTo(worked[1] + rounding);
    }

    @Property(tries = 300)
    void whatIsMadeEndlesslyFastIsNotWaitedFor(@ForAll("cases") Case given) {
        Accelerator machine = given.machine();
        Workload workload = Simulator.workload(given.graph(), machine);
        List<Part> parts = parts(workload, machine);
        Accelerator lanes = with(machine, Integer.MAX_VALUE);
        Accelerator memory = machine.with(machine.dram().times(ENDLESS));
        // The parts are those of the machine as it is, so that it is the same tiles that run; but lanes are in them.
        assertThat(play(workload, lanes, parts(workload, lanes), Recorder.NONE).stalls())
                .noneMatch(stall -> stall.cause() == Cause.VECTOR_UNIT && stall.cycles() > given.layers());
        NetworkCost fed = play(workload, memory, parts, Recorder.NONE);
        assertThat(ticks(fed, STREAMS)).isLessThanOrEqualTo(4L * given.layers() * Timeline.TICKS_PER_CYCLE);
    }

    /**
     * To make one thing on the longest path twice as fast takes at most half of its time there away. That time is its part
     * of the stalls, times what the path has beside the array, which is at most all between first tile and last.
     */
    @Property(tries = 400)
    void doublingSavesNoMoreThanIsBlamed(@ForAll("cases") Case given) {
        Accelerator machine = given.machine();
        Workload workload = Simulator.workload(given.once().graph(), machine);
        List<Part> parts = parts(workload, machine);
        NetworkCost cost = play(workload, machine, parts, Recorder.NONE);
        Accelerator faster = machine.with(machine.dram().times(2));
        long withDram = play(workload, faster, parts, Recorder.NONE).cycles();
        assertThat((double) cost.cycles() - withDram).isLessThanOrEqualTo(mostSaved(cost, STREAMS));
        List<Part> halved = parts.stream().map(WaitsTest::withTwiceTheLanes).toList();
        long withLanes = play(workload, machine, halved, Recorder.NONE).cycles();
        assertThat((double) cost.cycles() - withLanes)
                .isLessThanOrEqualTo(mostSaved(cost, EnumSet.of(Cause.VECTOR_UNIT)));
    }

    private static double mostSaved(NetworkCost cost, Set<Cause> causes) {
        LayerCost layer = cost.layers().getFirst();
        long ends = layer.stallCycles(Cause.FIRST_TILE) + layer.stallCycles(Cause.LAST_TILE);
        long stalled = layer.stallCycles() - ends;
        long between = cost.cycles() - ends;
        double blamed = causes.stream().mapToLong(layer::stallCycles).sum();
        // Stalls of whole cycles: one may be missing, and chunks are rounded to ticks.
        return ends + (blamed + 1) * between / Math.max(1, stalled) / 2 + 2;
    }

    private static Part withTwiceTheLanes(Part part) {
        LayerCost cost = part.cost();
        LayerCost halved = new LayerCost(
                cost.layer(),
                cost.engine(),
                cost.macs(),
                cost.operations(),
                cost.busyCycles(),
                cost.arrayCycles(),
                Math.ceilDiv(cost.vectorCycles(), 2L),
                cost.stalls(),
                cost.dram(),
                cost.buffers(),
                cost.array(),
                cost.tiling());
        return new Part(
                part.layer(),
                halved,
                part.inputOnce(),
                part.weightOnce(),
                part.inputTileBytes(),
                part.weightTileBytes(),
                part.outputTileBytes(),
                part.inputRun(),
                part.outputRun(),
                part.requests(),
                part.loadWaits(),
                part.bytes(),
                part.steps());
    }

    @Test
    void residualsThatStandBehindWeightsAreNotTheVectorUnitsFault() {
        NetworkCost cost =
                Simulator.simulate(Networks.named("resnet50").build(), Accelerators.load("tpu-v1"), Fidelity.TIMELINE);
        long lanes = cost.sum(layer -> layer.vectorCycles());
        assertThat(ticks(cost, EnumSet.of(Cause.VECTOR_UNIT)) / Timeline.TICKS_PER_CYCLE)
                .isLessThan(lanes);
        assertThat(cost.stalls().stream()
                        .max((a, b) -> Long.compare(a.cycles(), b.cycles()))
                        .orElseThrow()
                        .cause())
                .isEqualTo(Cause.WEIGHT_BANDWIDTH);
    }

    private static List<Part> parts(Workload workload, Accelerator machine) {
        return AnalyticModel.parts(workload, machine, MappingSearch.forCycles());
    }

    private static NetworkCost play(Workload workload, Accelerator machine, List<Part> parts, Recorder recorder) {
        return Timeline.run(workload, machine, parts, recorder).cost();
    }

    private static long ticks(NetworkCost cost, Set<Cause> causes) {
        return Timeline.TICKS_PER_CYCLE
                * cost.stalls().stream()
                        .filter(stall -> causes.contains(stall.cause()))
                        .mapToLong(stall -> stall.cycles())
                        .sum();
    }
}
