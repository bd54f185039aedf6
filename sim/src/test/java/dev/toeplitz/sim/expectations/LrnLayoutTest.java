package dev.toeplitz.sim.expectations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.toeplitz.graph.op.Lrn;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.Layout;
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

/** B5: local response normalisation wants n channels of a pixel at once, and so meets the layout of maps. */
class LrnLayoutTest {
    /** A vector unit that DRAM can keep waiting; maps are bytes and DRAM is DDR4-2133. */
    private static Accelerator machine(Layout layout, long bufferBytes) {
        Accelerator board = Accelerators.load("zu9eg-32x32");
        List<Buffer> buffers = board.buffers().stream()
                .map(each -> new Buffer(
                        each.name(), each.holds(), bufferBytes, each.doubleBuffered(), each.bytesPerCycle(), false))
                .toList();
        var unit = new dev.toeplitz.hw.VectorUnit(1 << 12, 1, 1, true);
        return board.with(buffers, board.accumulators())
                .with(unit)
                .with(board.lowering().with(layout));
    }

    private static NetworkCost played(String network, Accelerator machine) {
        return Simulator.simulate(Networks.named(network).build(), machine, Fidelity.TIMELINE);
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

    @Test
    @DisplayName("B5: LRN takes longer with planes (NCHW) than with pixels (NHWC) where five planes do not fit")
    void planesCostMoreThanPixels() {
        long small = 4096;
        NetworkCost planes = played("alexnet", machine(Layout.NCHW, small));
        NetworkCost pixels = played("alexnet", machine(Layout.NHWC, small));
        assertThat(ofLrn(planes, layer -> layer.dram().total()))
                .as("the same bytes")
                .isEqualTo(ofLrn(pixels, layer -> layer.dram().total()));
        System.out.println("LRN " + ofLrn(planes, LayerCost::cycles) + " " + ofLrn(pixels, LayerCost::cycles));
        assertThat(ofLrn(planes, LayerCost::cycles) / (double) ofLrn(pixels, LayerCost::cycles))
                .isGreaterThan(1.1);
    }

    @Test
    @DisplayName("B5: where they fit it costs nothing: each plane is read once, and is a stream")
    void roomHidesTheLayout() {
        long room = 1 << 16;
        assertThat(ofLrn(played("alexnet", machine(Layout.NCHW, room)), LayerCost::cycles))
                .isEqualTo(ofLrn(played("alexnet", machine(Layout.NHWC, room)), LayerCost::cycles));
    }

    @Test
    @DisplayName("B5: CaffeNet pools first, and normalises 4.2 times fewer elements in as much less time, in either layout")
    void poolFirst() {
        for (Layout layout : Layout.values()) {
            Accelerator machine = machine(layout, 4096);
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
        assertThat(Decisions.text(norm, machine)).contains("it wants 5 channels of a pixel at once, and the maps are NCHW");
        assertThat(Decisions.text(norm, machine.with(machine.lowering().with(Layout.NHWC))))
                .contains("planes in 1 pieces")
                .contains("they are at hand while the map streams past");
    }
}
