package dev.toeplitz.sim.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.Dataflow;
import dev.toeplitz.hw.Dma;
import dev.toeplitz.hw.Interconnect;
import dev.toeplitz.hw.Loading;
import dev.toeplitz.sim.Machines;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.WhatIf;
import dev.toeplitz.sim.cost.Cause;
import dev.toeplitz.sim.cost.Fidelity;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.Stream;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.LoopSet;
import dev.toeplitz.terms.MatrixAxis;
import dev.toeplitz.terms.Operand;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LoadTimeTest {
    private static final int CHANNELS = 16;
    private static final int FILTERS = 32;

    /** A pixel at a time: 4 input channels on rows, 4 output channels on columns. */
    private static final Dataflow LANES = new Dataflow(
            "lanes",
            List.of(LoopDim.IN_CHANNEL),
            List.of(LoopDim.OUT_CHANNEL),
            Operand.OUTPUT,
            new Interconnect.Broadcast(0));

    private static Graph convolution(int rows, int cols) {
        GraphBuilder graph = new GraphBuilder("layer");
        Value x = graph.input("x", TensorType.float32(1, CHANNELS, rows, cols));
        Value w = graph.weight("w", FILTERS, CHANNELS, 1, 1);
        graph.output(graph.node("conv", Conv.square(1, 1, 0, 1), x, w));
        return graph.build();
    }

    private static Accelerator machine(
            Operand operand, Loading loading, long weightBytes, boolean doubled, double gigabytesPerSecond) {
        Accelerator plain = Machines.of(4, 4, LANES, 1 << 20, gigabytesPerSecond);
        List<Buffer> buffers = plain.buffers().stream()
                .map(each -> each.holds().contains(Operand.WEIGHT)
                        ? new Buffer(each.name(), each.holds(), weightBytes, doubled, Buffer.UNLIMITED, false)
                        : each)
                .toList();
        return plain.with(buffers, plain.accumulators())
                .with(new Dma(0, Buffer.UNLIMITED, Optional.empty(), Map.of(), Map.of(operand, loading)));
    }

    private static LayerCost cost(Graph graph, Accelerator machine) {
        return Simulator.simulate(graph, machine).layers().getFirst();
    }

    private static Loading each(LoopSet loops, int steps) {
        return new Loading(Map.of(loops, steps), false, true);
    }

    /** The weights' bytes, each time that a walk over all pixels comes to another block of its row. */
    @Property(tries = 100)
    void weightsAreLoadedForEachBlockOfARow(
            @ForAll @IntRange(min = 1, max = 9) int rows,
            @ForAll @IntRange(min = 1, max = 20) int cols,
            @ForAll @IntRange(min = 1, max = 8) int block) {
        long loads = 0;
        for (int row = 0; row < rows; row++) {
            for (int col = 0; col < cols; col++) {
                loads += col % block == 0 ? 1 : 0;
            }
        }
        Accelerator machine = machine(Operand.WEIGHT, each(LoopDim.OUT_COL, block), 1 << 20, true, 64);
        assertThat(cost(convolution(rows, cols), machine).dram().bytes(Stream.WEIGHT_READ))
                .isEqualTo(loads * CHANNELS * FILTERS);
    }

    /** Pixels of all rows one after the other, so that a block goes on in the next row. */
    @Property(tries = 100)
    void aRoleStandsForAllItsLoopsTogether(
            @ForAll @IntRange(min = 1, max = 9) int rows,
            @ForAll @IntRange(min = 1, max = 20) int cols,
            @ForAll @IntRange(min = 1, max = 8) int block) {
        long loads = 0;
        for (int pixel = 0; pixel < rows * cols; pixel++) {
            loads += pixel % block == 0 ? 1 : 0;
        }
        Accelerator machine = machine(Operand.WEIGHT, each(MatrixAxis.M, block), 1 << 20, true, 64);
        assertThat(cost(convolution(rows, cols), machine).dram().bytes(Stream.WEIGHT_READ))
                .isEqualTo(loads * CHANNELS * FILTERS);
    }

    @Test
    void inputsAreLoadedForEachGroupOfOutputChannels() {
        Accelerator machine = machine(Operand.INPUT, each(LoopDim.OUT_CHANNEL, 5), 1 << 20, true, 64);
        assertThat(cost(convolution(3, 4), machine).dram().bytes(Stream.INPUT_READ))
                .isEqualTo(7 * CHANNELS * 12);
        Accelerator array = machine(Operand.INPUT, each(LoopDim.OUT_CHANNEL, Loading.ARRAY), 1 << 20, true, 64);
        assertThat(cost(convolution(3, 4), array).dram().bytes(Stream.INPUT_READ))
                .isEqualTo(8 * CHANNELS * 12);
    }

    @Test
    void whatFitsWholeIsLoadedOnceWhereItMayStay() {
        Loading loading = new Loading(Map.of(LoopDim.OUT_COL, 2), true, false);
        LayerCost fits = cost(convolution(3, 4), machine(Operand.WEIGHT, loading, CHANNELS * FILTERS, true, 1));
        assertThat(fits.dram().bytes(Stream.WEIGHT_READ)).isEqualTo(CHANNELS * FILTERS);
        LayerCost not = cost(convolution(3, 4), machine(Operand.WEIGHT, loading, CHANNELS * FILTERS - 1, true, 1));
        assertThat(not.dram().bytes(Stream.WEIGHT_READ)).isEqualTo(6 * CHANNELS * FILTERS);
    }

    /** Against a walk over parts: a part is loaded when one half is free, and worked on when it is there. */
    @Property(tries = 200)
    void aDoubleBufferHidesAllLoadsOfABlockButTheFirst(
            @ForAll @IntRange(min = 0, max = 3) int halving,
            @ForAll @IntRange(min = 1, max = 12) int cols,
            @ForAll @IntRange(min = 1, max = 64) int bandwidth) {
        int parts = 1 << halving;
        Loading loading = new Loading(Map.of(LoopDim.OUT_COL, cols), false, false);
        Accelerator machine = machine(Operand.WEIGHT, loading, 2L * CHANNELS * FILTERS / parts, true, bandwidth);
        LayerCost cost = cost(convolution(5, cols), machine);
        double load = CHANNELS * FILTERS / (double) parts / bandwidth;
        double work = cost.arrayCycles() / 5.0 / parts;
        double time = 0;
        for (int block = 0; block < 5; block++) {
            double loaded = time;
            double done = time;
            double before = time;
            for (int part = 0; part < parts; part++) {
                loaded = Math.max(loaded, before) + load;
                before = done;
                done = Math.max(done, loaded) + work;
            }
            time = done;
        }
        assertThat((double) cost.arrayCycles() + waits(cost, machine)).isCloseTo(time, within(1.01));
    }

    /** Against a walk over pixels: the first of a block is done when it has been worked on and all weights have come. */
    @Property(tries = 200)
    void aSingleBufferIsFilledWhileTheFirstPixelIsWorkedOn(
            @ForAll @IntRange(min = 1, max = 5) int block,
            @ForAll @IntRange(min = 1, max = 6) int blocks,
            @ForAll @IntRange(min = 1, max = 64) int bandwidth) {
        Loading loading = new Loading(Map.of(LoopDim.OUT_COL, block), false, false);
        Accelerator machine = machine(Operand.WEIGHT, loading, 1 << 20, false, bandwidth);
        LayerCost cost = cost(convolution(3, block * blocks), machine);
        double pixel = cost.arrayCycles() / (3.0 * block * blocks);
        double time = 0;
        for (int begun = 0; begun < 3 * blocks; begun++) {
            time += Math.max(pixel, CHANNELS * FILTERS / (double) bandwidth) + (block - 1) * pixel;
        }
        assertThat((double) cost.arrayCycles() + waits(cost, machine)).isCloseTo(time, within(1.01));
    }

    /** Of the mapping that was found. */
    private static long waits(LayerCost cost, Accelerator machine) {
        Geometry geometry = new Geometry((MatrixWork) cost.layer().work().getFirst());
        Choice choice = Choice.of(geometry, machine.peArray(), cost.tiling());
        return new LoadTime(choice, machine, Site.EMPTY)
                .waits(cost.arrayCycles())
                .getOrDefault(Cause.WEIGHT_BANDWIDTH, 0L);
    }

    /** Four pixels of 32 cycles hide 512 bytes at 8 a cycle, but nothing hides the first part of a block. */
    @Test
    void theReasonSaysThatTheArrayStandsStill() {
        Loading loading = new Loading(Map.of(LoopDim.OUT_COL, 4), false, false);
        Accelerator machine = machine(Operand.WEIGHT, loading, 2 * CHANNELS * FILTERS, true, 8);
        assertThat(WhatIf.of(Simulator.simulate(convolution(3, 4), machine))
                        .layer(0)
                        .reason())
                .matches("the array stands still for \\d+ cycles while operands come that nothing hides");
    }

    /** What the closed form says is a bound of what tiles as events take. */
    @Property(tries = 100)
    void theTimelineIsNeverFaster(
            @ForAll @IntRange(min = 1, max = 12) int cols,
            @ForAll @IntRange(min = 1, max = 8) int block,
            @ForAll @IntRange(min = 1, max = 64) int bandwidth,
            @ForAll boolean doubled,
            @ForAll boolean ahead) {
        Loading loading = new Loading(Map.of(LoopDim.OUT_COL, block), false, ahead);
        Accelerator machine = machine(Operand.WEIGHT, loading, 600, doubled, bandwidth);
        Graph graph = convolution(6, cols);
        assertThat(Simulator.simulate(graph, machine, Fidelity.TIMELINE).cycles())
                .isGreaterThanOrEqualTo(Simulator.simulate(graph, machine).cycles());
    }
}
