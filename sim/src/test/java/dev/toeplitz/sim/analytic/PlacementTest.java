package dev.toeplitz.sim.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Dataflow;
import dev.toeplitz.hw.Interconnect;
import dev.toeplitz.sim.Machines;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.mapping.Pin;
import dev.toeplitz.sim.mapping.Placement;
import dev.toeplitz.sim.search.MappingSearch;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.MatrixAxis;
import dev.toeplitz.terms.Operand;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A 3 × 3 convolution of 8 × 8 results, 4 channels in, 8 out, on an array that would place channels alone. */
class PlacementTest {
    private static final Accelerator MACHINE = Machines.of(
            6,
            8,
            new Dataflow(
                    "channels",
                    List.of(LoopDim.IN_CHANNEL),
                    List.of(LoopDim.OUT_CHANNEL),
                    Operand.WEIGHT,
                    new Interconnect.Broadcast(0)),
            1 << 20,
            64);

    private static LayerCost cost(Optional<Placement> placement) {
        GraphBuilder graph = new GraphBuilder("layer");
        Value x = graph.input("x", TensorType.float32(1, 4, 10, 10));
        graph.output(graph.node("conv", Conv.square(3, 1, 0, 1), x, graph.weight("w", 8, 4, 3, 3)));
        Graph layer = graph.build();
        Pin pin = new Pin(Map.of(), List.of(MatrixAxis.M, MatrixAxis.N, MatrixAxis.K), Map.of(), placement);
        return Simulator.simulate(layer, MACHINE, new PinnedMapper(Map.of("conv", pin), MappingSearch.forCycles()))
                .layers()
                .getFirst();
    }

    @Test
    void withoutOneLoopsLieAsTheDataflowHasThem() {
        // 9 taps in turn, 64 pixels each; 4 of 6 rows and all columns work.
        assertThat(cost(Optional.empty()).arrayCycles()).isEqualTo(9 * 64);
    }

    @Test
    void setsAreReplicatedOverChannelsAndFilters() {
        // 3 filter rows of 2 channels on the rows, 4 pixel rows of 2 filters on the columns: all 48 PEs.
        Placement placement = new Placement(
                Map.of(LoopDim.FILTER_ROW, 3, LoopDim.IN_CHANNEL, 2),
                Map.of(LoopDim.OUT_ROW, 4, LoopDim.OUT_CHANNEL, 2));
        LayerCost cost = cost(Optional.of(placement));
        assertThat(cost.array().mappingEfficiency()).isEqualTo(1);
        assertThat(cost.arrayCycles()).isEqualTo(64L * 8 * 4 * 9 / 48);
        assertThat(Pin.of(cost.tiling()).placement()).contains(placement);
    }

    @Test
    void refusesMorePesThanThereAre() {
        Placement tall = new Placement(Map.of(LoopDim.FILTER_ROW, 7), Map.of());
        assertThatThrownBy(() -> cost(Optional.of(tall)))
                .hasMessageContaining(
                        "the placement has 7 x 1 PEs; expected at most the array's 6 x 8; give loops fewer PEs");
    }

    @Test
    void refusesALoopOnBothSides() {
        Map<LoopDim, Integer> rows = Map.of(LoopDim.OUT_ROW, 2);
        assertThatThrownBy(() -> new Placement(rows, rows))
                .hasMessage("out_row lies on rows and on columns; expected each loop on one side of the array;"
                        + " leave it out on one of them");
        assertThatThrownBy(() -> new Placement(Map.of(LoopDim.OUT_ROW, 0), Map.of()))
                .hasMessage("PEs of out_row is 0; expected at least 1; give a larger value");
    }
}
