package dev.toeplitz.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.ConvTranspose;
import dev.toeplitz.graph.op.Lstm;
import dev.toeplitz.graph.op.MatMul;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Accumulators;
import dev.toeplitz.hw.Dataflow;
import dev.toeplitz.hw.Im2col;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.sim.analytic.LayerExplanation;
import dev.toeplitz.sim.cost.Explanation;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.cost.Stream;
import dev.toeplitz.terms.InputException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvFileSource;

class SimulatorTest {
    private static final long LARGE = 1L << 40;

    record Geometry(int batch, int groups, int channels, int filters, int extent, int filter, int stride, int padding) {
        Graph graph() {
            GraphBuilder graph = new GraphBuilder("one convolution");
            Value x = graph.input("x", TensorType.float32(batch, groups * channels, extent, extent));
            Value w = graph.weight("w", groups * filters, channels, filter, filter);
            graph.output(graph.node("conv", Conv.square(filter, stride, padding, groups), x, w));
            return graph.build();
        }
    }

    @Provide
    Arbitrary<Geometry> geometries() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.of(1, 1, 2, 8),
                        Arbitraries.integers().between(1, 80),
                        Arbitraries.integers().between(1, 80),
                        Arbitraries.integers().between(5, 40),
                        Arbitraries.integers().between(1, 5),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.integers().between(0, 2))
                .as(Geometry::new);
    }

    /** The products of every time are paid for, those of the state as well as those of the input. */
    @Test
    void recurrentLayersAndTransposedConvolutionsAreCostedWhole() {
        GraphBuilder graph = new GraphBuilder("sequence");
        Value x = graph.input("x", TensorType.float32(12, 4, 64));
        Value w = graph.weight("w", 1, 4 * 32, 64);
        Value r = graph.weight("r", 1, 4 * 32, 32);
        Value bias = graph.weight("bias", 1, 4 * 32);
        graph.node("lstm", new Lstm(), List.of(x, w, r, bias)).forEach(graph::output);
        Value map = graph.input("map", TensorType.float32(1, 16, 8, 8));
        graph.output(graph.node("up", ConvTranspose.square(4, 2, 1, 1), map, graph.weight("up.w", 16, 8, 4, 4)));
        Accelerator machine = Machines.of(16, 16, Dataflow.NAMED.getFirst(), LARGE, 1e9);
        var layers = Simulator.simulate(graph.build(), machine).layers();
        long lstm = 12L * 4 * 4 * 32 * (64 + 32);
        long up = 16L * 8 * 8 * 8 * 4 * 4;
        assertThat(layers.get(0).macs()).isEqualTo(lstm);
        assertThat(layers.get(1).macs()).isEqualTo(up);
        assertThat(layers.get(0).cycles()).isGreaterThanOrEqualTo(lstm / 256);
        assertThat(layers.get(1).cycles()).isGreaterThanOrEqualTo(up / 256);
    }

    @ParameterizedTest(name = "{2}/{3} on {7}×{8} {9}")
    @CsvFileSource(resources = "/dev/toeplitz/sim/scoreboard/scalesim.csv", numLinesToSkip = 2)
    void bufferAccessesAndUtilizationEqualScaleSim(ArgumentsAccessor row) {
        Dataflow dataflow = Dataflow.NAMED.stream()
                .filter(each -> each.name().equals(row.getString(9)))
                .findFirst()
                .orElseThrow();
        Accelerator machine = Machines.of(row.getInteger(7), row.getInteger(8), dataflow, LARGE, 1e9);
        GraphBuilder graph = new GraphBuilder("product");
        Value x = graph.input("x", TensorType.float32(row.getInteger(4), row.getInteger(6)));
        Value w = graph.weight("w", row.getInteger(6), row.getInteger(5));
        graph.output(graph.node("product", new MatMul(), x, w));
        LayerCost layer = Simulator.simulate(graph.build(), machine).layers().getFirst();
        assertThat(layer.buffers().inputReads()).isEqualTo(row.getLong(14));
        assertThat(layer.buffers().weightReads()).isEqualTo(row.getLong(15));
        if (dataflow != Dataflow.OUTPUT_STATIONARY) {
            // Its count for output-stationary arrays is folds · (R + C) too high.
            assertThat(layer.buffers().outputWrites()).isEqualTo(row.getLong(16));
        }
        if (row.getLong(10).equals(row.getLong(13))) {
            // Without stalls its overall utilization is MACs over cycles, of which it counts one less.
            double utilization = 100.0
                    * layer.macs()
                    / ((layer.arrayCycles() - 1.0) * machine.peArray().macsPerCycle());
            assertThat(utilization).isEqualTo(row.getDouble(12), within(1e-9));
        }
    }

    @Property(tries = 300)
    void whatGoesInComesOut(
            @ForAll("geometries") Geometry geometry,
            @ForAll @IntRange(min = 1, max = 32) int rows,
            @ForAll @IntRange(min = 1, max = 32) int cols,
            @ForAll @IntRange(max = 2) int dataflow,
            @ForAll @IntRange(min = 11, max = 24) int logBytes) {
        Graph graph = geometry.graph();
        Accelerator machine = Machines.of(rows, cols, Dataflow.NAMED.get(dataflow), 1L << logBytes, 8);
        LayerCost layer = Simulator.simulate(graph, machine).layers().getFirst();

        long input = graph.inputs().getFirst().type().elements();
        long weight = graph.nodes().getFirst().inputs().get(1).type().elements();
        long output = graph.outputs().getFirst().type().elements();
        // A stride can leave input elements out; each weight and each result passes DRAM at least once.
        assertThat(layer.dram().bytes(Stream.INPUT_READ)).isPositive();
        assertThat(layer.dram().bytes(Stream.WEIGHT_READ)).isGreaterThanOrEqualTo(weight);
        assertThat(layer.dram().bytes(Stream.OUTPUT_WRITE)).isEqualTo(output);
        if (geometry.filter() >= geometry.stride() && geometry.stride() == 1) {
            assertThat(layer.dram().bytes(Stream.INPUT_READ)).isGreaterThanOrEqualTo(input);
        }
        assertThat(layer.utilization(machine)).isBetween(0.0, 1.0);
        assertThat(layer.array().mappingEfficiency()).isBetween(0.0, 1.0 + 1e-12);
        // DRAM never delivers more than its peak.
        assertThat(layer.dram().total() / machine.dramBytesPerCycle()).isLessThanOrEqualTo(layer.cycles() + 1.0);
        assertThat(layer.macs()).isEqualTo(output * geometry.channels() * geometry.filter() * geometry.filter());
    }

    @Property(tries = 300)
    void moreBandwidthAndLargerBuffersAreNeverSlower(
            @ForAll("geometries") Geometry geometry,
            @ForAll @IntRange(min = 1, max = 32) int side,
            @ForAll @IntRange(max = 2) int dataflow,
            @ForAll @IntRange(min = 11, max = 20) int logBytes,
            @ForAll @IntRange(min = 1, max = 40) int rate) {
        Graph graph = geometry.graph();
        Dataflow flow = Dataflow.NAMED.get(dataflow);
        long base = cycles(graph, Machines.of(side, side, flow, 1L << logBytes, rate));
        assertThat(cycles(graph, Machines.of(side, side, flow, 1L << logBytes, rate + 1.0)))
                .isLessThanOrEqualTo(base);
        assertThat(cycles(graph, Machines.of(side, side, flow, (1L << logBytes) + 777, rate)))
                .isLessThanOrEqualTo(base);
    }

    private static long cycles(Graph graph, Accelerator machine) {
        return Simulator.simulate(graph, machine).cycles();
    }

    @Property(tries = 100)
    void everyExplanationFollowsFromItsParts(
            @ForAll("geometries") Geometry geometry, @ForAll @IntRange(max = 9) int preset) {
        Accelerator machine = Accelerators.load(Accelerators.presets().get(preset));
        NetworkCost cost = Simulator.simulate(geometry.graph(), machine);
        LayerCost layer = cost.layers().getFirst();
        List<Explanation> figures = LayerExplanation.of(layer, machine);
        figures.forEach(SimulatorTest::assertFollows);
        assertThat(figures.get(0).value()).isEqualTo(layer.cycles());
        assertThat(figures.get(1).value()).isEqualTo(layer.dram().total());
        assertThat(figures.get(2).value()).isEqualTo(layer.utilization(machine), within(1e-12));
    }

    private static void assertFollows(Explanation figure) {
        assertThat(figure.recomputed()).as(figure.name()).isEqualTo(figure.value());
        figure.parts().forEach(SimulatorTest::assertFollows);
    }

    @Test
    void everyZooNetworkRunsOnEveryPresetAndRowsSumToTheTotal() {
        for (String preset : Accelerators.presets()) {
            Accelerator machine = Accelerators.load(preset);
            for (Networks.Network network : Networks.all()) {
                if (!network.family().equals("VGG") || network.name().equals("vgg16")) {
                    assertSums(Simulator.simulate(network.build(), machine));
                }
            }
        }
    }

    private static void assertSums(NetworkCost cost) {
        long nodes = cost.layers().stream()
                .mapToLong(layer -> layer.layer().nodes().size())
                .sum();
        assertThat(nodes).isEqualTo(cost.graph().nodes().size());
        long cycles = cost.layers().stream()
                .mapToLong(layer -> layer.busyCycles() + layer.stallCycles())
                .sum();
        assertThat(cost.cycles()).isEqualTo(cycles).isPositive();
        assertThat(cost.utilization()).isBetween(0.0, 1.0);
    }

    @Test
    void explicitLoweringMovesTheToeplitzMatrixAndImplicitDoesNot() {
        // B8: 3×3 at stride 1 with padding: nine elements of the matrix for each of the map.
        Graph graph = new Geometry(1, 1, 64, 64, 56, 3, 1, 1).graph();
        Accelerator machine = Machines.of(16, 16, Dataflow.WEIGHT_STATIONARY, 1 << 20, 2);
        LayerCost explicit = Simulator.simulate(graph, machine.with(Im2col.EXPLICIT))
                .layers()
                .getFirst();
        LayerCost implicit = Simulator.simulate(graph, machine).layers().getFirst();
        long map = 64L * 56 * 56;
        assertThat(explicit.dram().bytes(Stream.IM2COL_READ)).isEqualTo(map);
        assertThat(explicit.dram().bytes(Stream.IM2COL_WRITE)).isEqualTo(9 * map);
        assertThat(implicit.dram().bytes(Stream.INPUT_READ)).isEqualTo(map);
        assertThat(explicit.cycles()).isGreaterThan(implicit.cycles());
    }

    @Test
    void fullyConnectedLayersAtBatchOneAreBoundByTheirWeightsAndBatchingHelps() {
        // B3: at one MAC for each byte of weights, DRAM sets the pace.
        Accelerator machine = Accelerators.load("tpu-v1");
        LayerCost one = fc6(1, machine);
        LayerCost sixteen = fc6(16, machine);
        assertThat(one.stallCycles()).isGreaterThan(one.busyCycles() / 4);
        assertThat(sixteen.cycles()).isLessThan(2 * one.cycles());
    }

    private static LayerCost fc6(int batch, Accelerator machine) {
        Networks.Network alexnet = Networks.named("alexnet");
        Graph graph = alexnet.build(alexnet.input().with(0, batch), 1000);
        return Simulator.simulate(graph, machine).layers().stream()
                .filter(layer -> layer.name().equals("fc6"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whereNothingFitsTheMessageSaysWhatIsTooSmallAndByHowMuch() {
        Accelerator machine = Machines.of(4, 4, Dataflow.WEIGHT_STATIONARY, 2, 1)
                .with(Machines.of(4, 4, Dataflow.WEIGHT_STATIONARY, 2, 1).buffers(), new Accumulators(1));
        assertThatThrownBy(() -> Simulator.simulate(new Geometry(1, 1, 3, 8, 9, 3, 1, 0).graph(), machine))
                .isInstanceOf(InputException.class)
                .hasMessageMatching(".*node 'conv'.* free bytes, and the smallest tile takes .*");
    }
}
