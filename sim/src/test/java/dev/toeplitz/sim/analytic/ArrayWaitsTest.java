package dev.toeplitz.sim.analytic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Dataflow;
import dev.toeplitz.hw.Dma;
import dev.toeplitz.hw.Interconnect;
import dev.toeplitz.sim.Machines;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.cost.Cause;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.Stall;
import dev.toeplitz.sim.mapping.Pin;
import dev.toeplitz.sim.search.MappingSearch;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.MatrixAxis;
import dev.toeplitz.terms.Operand;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Waits counted by hand, of a 1 × 1 convolution of 64 pixels with 16 channels in and out, at 4 bytes a cycle. */
class ArrayWaitsTest {
    private static LayerCost cost(Map<Operand, Long> waitedFor, int filters) {
        GraphBuilder graph = new GraphBuilder("layer");
        Value x = graph.input("x", TensorType.float32(1, 16, 8, 8));
        graph.output(graph.node("conv", Conv.square(1, 1, 0, 1), x, graph.weight("w", 16, 16, 1, 1)));
        Graph layer = graph.build();
        Dataflow channels = new Dataflow(
                "channels",
                List.of(LoopDim.IN_CHANNEL),
                List.of(LoopDim.OUT_CHANNEL),
                Operand.WEIGHT,
                new Interconnect.Systolic());
        Accelerator machine = Machines.of(16, 16, channels, 1 << 20, 4).with(new Dma(0, Optional.empty(), waitedFor));
        Pin pin = new Pin(
                Map.of(LoopDim.OUT_CHANNEL, filters, LoopDim.OUT_ROW, filters / 2),
                List.of(MatrixAxis.N, MatrixAxis.M, MatrixAxis.K),
                Map.of());
        return Simulator.simulate(layer, machine, new PinnedMapper(Map.of("conv", pin), MappingSearch.forCycles()))
                .layers()
                .getFirst();
    }

    private static long stalled(LayerCost cost, Cause cause) {
        return cost.stalls().stream()
                .filter(stall -> stall.cause() == cause)
                .mapToLong(Stall::cycles)
                .sum();
    }

    private static long ends(LayerCost cost) {
        return stalled(cost, Cause.FIRST_TILE) + stalled(cost, Cause.LAST_TILE);
    }

    /** 1,024 bytes of input and as many of results at the rate of DRAM; weights pass meanwhile. */
    @Test
    void theArrayStandsStillWhileMapsLoadAndDrain() {
        LayerCost cost = cost(Map.of(Operand.INPUT, Dma.FROM_DRAM, Operand.OUTPUT, Dma.FROM_DRAM), 16);
        assertThat(stalled(cost, Cause.INPUT_BANDWIDTH)).isEqualTo(256);
        assertThat(stalled(cost, Cause.OUTPUT_BANDWIDTH)).isEqualTo(256);
        assertThat(stalled(cost, Cause.WEIGHT_BANDWIDTH)).isZero();
        assertThat(cost.cycles()).isEqualTo(cost.arrayCycles() + ends(cost) + 512);
    }

    /** Fetched twice, once for each half of the filters. */
    @Test
    void whatIsLoadedTwiceIsWaitedForTwice() {
        LayerCost cost = cost(Map.of(Operand.INPUT, Dma.FROM_DRAM), 8);
        assertThat(cost.cycles()).isEqualTo(cost.arrayCycles() + ends(cost) + 512);
    }

    /** 256 bytes of weights at 8 a cycle, though DRAM gives 4. */
    @Test
    void whatIsPrefetchedBesideItsBufferPassesAtARateOfItsOwn() {
        LayerCost cost = cost(Map.of(Operand.WEIGHT, 8L, Operand.INPUT, 8L, Operand.OUTPUT, 8L), 16);
        assertThat(cost.cycles()).isEqualTo(Math.max(cost.arrayCycles() + ends(cost) + (256 + 2048) / 8, 2304 / 4));
    }
}
