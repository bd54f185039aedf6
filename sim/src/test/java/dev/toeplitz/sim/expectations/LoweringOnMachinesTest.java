package dev.toeplitz.sim.expectations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.hw.Im2col;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.Stream;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the lecture notes say of convolutions brought into matrices, where it takes a machine to see it: B8. */
class LoweringOnMachinesTest {
    @ParameterizedTest
    @CsvSource({"227, 3, 11, 4, 0, 7.10", "224, 3, 7, 2, 3, 12.25", "56, 64, 3, 1, 1, 9", "56, 64, 1, 1, 0, 1"})
    @DisplayName(
            "B8: the explicit matrix is so many times the map; implicit lowering reads the map; a 1x1 filter has none")
    void loweringTraffic(int extent, int channels, int filter, int stride, int padding, double times) {
        GraphBuilder graph = new GraphBuilder("conv");
        Value x = graph.input("x", TensorType.float32(1, channels, extent, extent));
        Value w = graph.weight("w", 64, channels, filter, filter);
        graph.output(graph.node("conv", Conv.square(filter, stride, padding, 1), x, w));
        Graph built = graph.build();
        long map = (long) channels * extent * extent;
        var implicit = Simulator.simulate(built, MovementOnMachinesTest.ROOMY).dram();
        var explicit = Simulator.simulate(built, MovementOnMachinesTest.ROOMY.with(Im2col.EXPLICIT))
                .dram();
        assertThat((double) implicit.bytes(Stream.INPUT_READ)).isCloseTo(map, within(0.03 * map));
        assertThat(explicit.bytes(Stream.INPUT_READ) / (double) map).isCloseTo(times, within(0.005));
        assertThat(explicit.bytes(Stream.IM2COL_WRITE)).isEqualTo(filter == 1 ? 0 : explicit.bytes(Stream.INPUT_READ));
    }

    @Test
    @DisplayName(
            "B8: dilation leaves out rows of the matrix (50 to 18) and a stride columns (25 to 9), and both their work")
    void matrixReductions() {
        GraphBuilder graph = new GraphBuilder("both");
        Value x = graph.input("x", TensorType.float32(1, 2, 9, 9));
        Window window = new Window(3, 2, 2, 0, 0);
        graph.output(graph.node("conv", new Conv(List.of(window, window), 1), x, graph.weight("w", 1, 2, 3, 3)));
        LayerCost lowered = Simulator.simulate(graph.build(), MovementOnMachinesTest.ROOMY.with(Im2col.EXPLICIT))
                .layers()
                .getFirst();
        assertThat(lowered.dram().bytes(Stream.IM2COL_WRITE)).isEqualTo(18 * 9);
        assertThat(lowered.macs()).isEqualTo(18 * 9);

        GraphBuilder dense = new GraphBuilder("neither");
        Value y = dense.input("x", TensorType.float32(1, 2, 9, 9));
        dense.output(dense.node("conv", Conv.square(5, 1, 0, 1), y, dense.weight("w", 1, 2, 5, 5)));
        LayerCost whole = Simulator.simulate(dense.build(), MovementOnMachinesTest.ROOMY.with(Im2col.EXPLICIT))
                .layers()
                .getFirst();
        assertThat(whole.dram().bytes(Stream.IM2COL_WRITE)).isEqualTo(50 * 25);
        assertThat(whole.macs()).isEqualTo(50 * 25);
    }
}
