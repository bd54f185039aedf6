package dev.toeplitz.sim.expectations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Lrn;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.Layout;
import dev.toeplitz.hw.VectorUnit;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.analytic.Decisions;
import dev.toeplitz.sim.cost.Fidelity;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** B5: local response normalisation wants n channels of a pixel at once, and so meets the layout of maps. */
class LrnLayoutTest {
    /** A vector unit that DRAM can keep waiting; maps are bytes and DRAM is DDR4-2133. */
    private static Accelerator machine(Layout layout, long bufferBytes) {
        Accelerator board = Accelerators.load("zu9eg-32x32");
        List<Buffer> buffers = board.buffers().stream()
                .map(each -> new Buffer(
                        each.name(), each.holds(), bufferBytes, each.doubleBuffered(), each.bytesPerCycle(), false))
                .toList();
        VectorUnit unit = new VectorUnit(1 << 12, 1, 1, true);
        return board.with(buffers, board.accumulators())
                .with(unit)
                .with(board.lowering().with(layout));
    }

    /** A network's normalisations alone, so that no buffer has to hold anything else. */
    private static Graph normalisations(String network) {
        GraphBuilder graph = new GraphBuilder(network);
        Networks.named(network).build().nodes().stream()
                .filter(node -> node.operator() instanceof Lrn)
                .forEach(node -> {
                    Value map = node.inputs().getFirst();
                    graph.output(graph.node(node.name(), node.operator(), graph.input(map.name(), map.type())));
                });
        return graph.build();
    }

    private static NetworkCost played(String network, Accelerator machine) {
        return Simulator.simulate(normalisations(network), machine, Fidelity.TIMELINE);
    }

    private static long ofLrn(NetworkCost cost, ToLongFunction<LayerCost> figure) {
        return cost.layers().stream()
                .filter(layer -> layer.layer().nodes().getFirst().operator() instanceof Lrn)
                .mapToLong(figure)
                .sum();
    }

    private static long elements(LayerCost layer) {
        return layer.layer().outputs().getFirst().type().elements();
    }

    @ParameterizedTest(name = "{0} bytes: {1} times")
    @CsvSource({"10, 53.8", "64, 9.66", "512, 1.89", "1024, 1.38", "2048, 1.11", "4096, 1"})
    @DisplayName(
            "B5: LRN with planes (NCHW) takes longer than with pixels (NHWC), the fewer pixels of five planes are held")
    void planesCostMoreThanPixels(long bufferBytes, double times) {
        NetworkCost planes = played("alexnet", machine(Layout.NCHW, bufferBytes));
        NetworkCost pixels = played("alexnet", machine(Layout.NHWC, bufferBytes));
        assertThat(ofLrn(planes, layer -> layer.dram().total()))
                .as("the same bytes are of use")
                .isEqualTo(ofLrn(pixels, layer -> layer.dram().total()))
                .isEqualTo(2 * 477_024);
        assertThat(ofLrn(planes, LayerCost::cycles) / (double) ofLrn(pixels, LayerCost::cycles))
                .isCloseTo(times, within(0.01 * times));
    }

    @Test
    @DisplayName("B5: where they fit it costs nothing: each plane is read once, and is a stream")
    void roomHidesTheLayout() {
        long room = 1 << 16;
        assertThat(ofLrn(played("alexnet", machine(Layout.NCHW, room)), LayerCost::cycles))
                .isEqualTo(ofLrn(played("alexnet", machine(Layout.NHWC, room)), LayerCost::cycles));
    }

    @ParameterizedTest
    @MethodSource("dev.toeplitz.hw.yaml.Accelerators#presets")
    @DisplayName("B5: so it does on every preset")
    void noPresetIsSoSmall(String preset) {
        Accelerator machine = Accelerators.load(preset);
        for (String network : List.of("alexnet", "googlenet")) {
            assertThat(ofLrn(played(network, machine.with(machine.lowering().with(Layout.NCHW))), LayerCost::cycles))
                    .isEqualTo(ofLrn(
                            played(network, machine.with(machine.lowering().with(Layout.NHWC))), LayerCost::cycles));
        }
    }

    @Test
    @DisplayName(
            "B5: CaffeNet pools first, and normalises 4.2 times fewer elements in as much less time, in either layout")
    void poolFirst() {
        for (Layout layout : Layout.values()) {
            Accelerator machine = machine(layout, 512);
            NetworkCost alexNet = played("alexnet", machine);
            NetworkCost caffeNet = played("caffenet", machine);
            assertThat(ofLrn(alexNet, LrnLayoutTest::elements)).isEqualTo(477_024);
            assertThat(ofLrn(caffeNet, LrnLayoutTest::elements)).isEqualTo(113_248);
            assertThat(ofLrn(alexNet, layer -> layer.dram().total())
                            / (double) ofLrn(caffeNet, layer -> layer.dram().total()))
                    .isCloseTo(4.2, within(0.05));
            double time = ofLrn(alexNet, LayerCost::cycles) / (double) ofLrn(caffeNet, LayerCost::cycles);
            assertThat(time).as(layout.name()).isBetween(3.5, 6.0);
        }
    }

    @Test
    void theLayersDecisionSaysWhy() {
        Accelerator machine = machine(Layout.NCHW, 4096);
        LayerCost norm = Simulator.simulate(Networks.named("alexnet").build(), machine).layers().stream()
                .filter(layer -> layer.layer().nodes().getFirst().operator() instanceof Lrn)
                .findFirst()
                .orElseThrow();
        assertThat(Decisions.text(norm, machine))
                .contains("planes in 8 pieces: 768 runs")
                .contains("it wants 5 channels of a pixel at once, and maps are NCHW");
        assertThat(Decisions.text(norm, machine.with(machine.lowering().with(Layout.NHWC))))
                .contains("one stream of")
                .contains("they are at hand while it streams past");
    }
}
