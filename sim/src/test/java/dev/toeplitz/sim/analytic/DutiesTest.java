package dev.toeplitz.sim.analytic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Add;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.Relu;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.Dataflow;
import dev.toeplitz.hw.Dma;
import dev.toeplitz.hw.Dram;
import dev.toeplitz.hw.VectorUnit;
import dev.toeplitz.hw.VectorUnit.Duties;
import dev.toeplitz.sim.Machines;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.cost.Engine;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a vector unit takes over from layers with a contraction, and ports towards DRAM. */
class DutiesTest {
    private static final int LANES = 8;

    private static Accelerator machine(Duties duties) {
        return Machines.of(16, 16, Dataflow.OUTPUT_STATIONARY, 1 << 20, 64).with(new VectorUnit(LANES, 1, 1, duties));
    }

    private static Graph separable() {
        GraphBuilder graph = new GraphBuilder("separable");
        Value x = graph.input("x", TensorType.float32(1, 32, 10, 10));
        Value wide = graph.node("wide", Conv.square(3, 1, 1, 32), x, graph.weight("w", 32, 1, 3, 3));
        Value relu = graph.node("relu", new Relu(), wide);
        graph.output(graph.node("deep", Conv.square(1, 1, 0, 1), relu, graph.weight("v", 16, 32, 1, 1)));
        return graph.build();
    }

    private static Graph residual() {
        GraphBuilder graph = new GraphBuilder("residual");
        Value x = graph.input("x", TensorType.float32(1, 16, 10, 10));
        Value y = graph.node("conv", Conv.square(1, 1, 0, 1), x, graph.weight("w", 16, 16, 1, 1));
        graph.output(graph.node("relu", new Relu(), graph.node("add", new Add(), y, x)));
        return graph.build();
    }

    /** A multiply-accumulate a lane and cycle; the activation passes behind it. */
    @Test
    void aConvolutionWithoutASumOverChannelsMayRunOnTheLanes() {
        NetworkCost array = Simulator.simulate(separable(), machine(new Duties(true, true, false)));
        NetworkCost lanes = Simulator.simulate(separable(), machine(new Duties(true, true, true)));
        assertThat(array.layers().getFirst().engine()).isEqualTo(Engine.ARRAY);
        LayerCost wide = lanes.layers().getFirst();
        assertThat(wide.engine()).isEqualTo(Engine.VECTOR_UNIT);
        assertThat(wide.busyCycles()).isEqualTo(32 * 100 * 9 / LANES);
        assertThat(wide.macs()).isEqualTo(array.layers().getFirst().macs()).isEqualTo(32 * 100 * 9);
        assertThat(wide.dram().total()).isEqualTo(32 * 100 + 32 * 9 + 32 * 100);
        assertThat(lanes.layers().getLast().engine()).isEqualTo(Engine.ARRAY);
        assertThat(lanes.layers().getLast().cycles())
                .isEqualTo(array.layers().getLast().cycles());
    }

    @Test
    void withoutEpiloguesTheActivationIsALayerOfItsOwn() {
        NetworkCost cost = Simulator.simulate(separable(), machine(new Duties(false, true, true)));
        assertThat(cost.layers()).extracting(LayerCost::name).containsExactly("wide", "relu", "deep");
        assertThat(cost.layers().getFirst().busyCycles()).isEqualTo(32 * 100 * 9 / LANES);
    }

    /** Both maps pass the lanes once more, and what follows the addition joins that layer. */
    @Test
    void anAdditionOfTwoMapsMayBeALayerOfItsOwn() {
        NetworkCost fused = Simulator.simulate(residual(), machine(new Duties(true, true, false)));
        NetworkCost apart = Simulator.simulate(residual(), machine(new Duties(true, false, false)));
        assertThat(fused.layers()).extracting(LayerCost::name).containsExactly("conv");
        assertThat(apart.layers()).extracting(LayerCost::name).containsExactly("conv", "add");
        LayerCost add = apart.layers().getLast();
        assertThat(add.layer().operators()).isEqualTo("Add + Relu");
        assertThat(add.busyCycles()).isEqualTo(16 * 100 / LANES);
        assertThat(add.dram().total()).isEqualTo(3 * 16 * 100);
    }

    /** Every node once and every multiply-accumulate, whoever does it. */
    @ParameterizedTest
    @CsvSource({"mobilenet-v2, false, true", "resnet18, false, false", "mobilenet-v1, true, true"})
    void nothingIsLostWhicheverTheDutiesAre(String network, boolean residuals, boolean depthwise) {
        Graph graph = Networks.named(network).build();
        NetworkCost usual = Simulator.simulate(graph, machine(new Duties(true, true, false)));
        NetworkCost other = Simulator.simulate(graph, machine(new Duties(true, residuals, depthwise)));
        assertThat(other.macs()).isEqualTo(usual.macs());
        assertThat(other.layers().stream().flatMap(layer -> layer.layer().nodes().stream()))
                .containsExactlyInAnyOrderElementsOf(graph.nodes());
    }

    /** The narrower of DRAM and the ports towards it, less the gaps of long transfers. */
    @ParameterizedTest
    @CsvSource({"64, 1000, 51.2", "64, 32, 25.6", "16, 32, 12.8"})
    void portsTowardsDramLimitWhatItGives(double dram, long port, double bytesPerCycle) {
        Accelerator plain = Machines.of(16, 16, Dataflow.OUTPUT_STATIONARY, 1 << 20, dram);
        Accelerator machine =
                plain.with(new Dram(dram, 0.8, "")).with(new Dma(0, port, Optional.empty(), Map.of(), Map.of()));
        assertThat(machine.dramBytesPerCycle()).isEqualTo(bytesPerCycle);
    }

    /** Cores share DRAM; each has ports of its own. */
    @Test
    void eachCoreHasPortsOfItsOwn() {
        Accelerator narrow = Machines.of(16, 16, Dataflow.OUTPUT_STATIONARY, 1 << 20, 8)
                .with(new Dma(0, 4, Optional.empty(), Map.of(), Map.of()));
        Accelerator wide = narrow.with(new Dma(0, Buffer.UNLIMITED, Optional.empty(), Map.of(), Map.of()));
        Graph graph = Networks.named("alexnet").build();
        List<Long> cycles = List.of(
                Simulator.simulate(graph, narrow).cycles(),
                Simulator.simulate(graph, narrow.withCores(2)).cycles(),
                Simulator.simulate(graph, wide.withCores(2)).cycles());
        // A layer that one core does alone has half of the DRAM at most.
        assertThat(cycles.get(1)).isLessThan(cycles.get(0)).isGreaterThanOrEqualTo(cycles.get(2));
    }
}
