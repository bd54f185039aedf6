package dev.toeplitz.sim.analytic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Dataflow;
import dev.toeplitz.hw.Interconnect;
import dev.toeplitz.hw.PeArray;
import dev.toeplitz.sim.Machines;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.MatrixAxis;
import dev.toeplitz.terms.Operand;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Steps that the MAC units of a PE work on together, and folds that hold only so many, against a walk over all of them. */
class SharedStepsTest {
    private static final int PIPELINE = 5;

    private static Accelerator machine(int macs, Optional<LoopDim> within, OptionalInt most) {
        Dataflow dataflow = new Dataflow(
                "pixels x maps",
                List.of(MatrixAxis.M),
                List.of(MatrixAxis.N),
                Operand.OUTPUT,
                new Interconnect.Broadcast(PIPELINE),
                List.of(),
                Optional.empty(),
                within,
                most);
        return Machines.of(8, 4, dataflow, 1 << 20, 1e6).with(new PeArray(8, 4, macs, dataflow, false));
    }

    private static Graph convolution(int channels, int filters, int extent, int filter) {
        GraphBuilder graph = new GraphBuilder("layer");
        Value x = graph.input("x", TensorType.float32(1, channels, extent, extent));
        Value w = graph.weight("w", filters, channels, filter, filter);
        graph.output(graph.node("conv", Conv.square(filter, 1, filter / 2, 1), x, w));
        return graph.build();
    }

    private static long arrayCycles(Graph graph, Accelerator machine) {
        return Simulator.simulate(graph, machine).layers().getFirst().arrayCycles();
    }

    /** Pixels by eights, maps by fours; in each fold tap by tap, and channels of a tap by as many as there are MAC units. */
    @Property(tries = 100)
    void channelsOfATapAreSharedAndTheRestIdles(
            @ForAll @IntRange(min = 1, max = 20) int channels,
            @ForAll @IntRange(min = 1, max = 12) int filters,
            @ForAll @IntRange(min = 3, max = 9) int extent,
            @ForAll @IntRange(min = 1, max = 8) int macs,
            @ForAll @IntRange(min = 1, max = 60) int most) {
        long cycles = 0;
        for (int pixel = 0; pixel < extent * extent; pixel += 8) {
            for (int map = 0; map < filters; map += 4) {
                int held = 0;
                for (int tap = 0; tap < 9; tap++) {
                    for (int channel = 0; channel < channels; channel += macs) {
                        cycles += held % most == 0 ? PIPELINE : 0;
                        held++;
                        cycles++;
                    }
                }
            }
        }
        Accelerator machine = machine(macs, Optional.of(LoopDim.IN_CHANNEL), OptionalInt.of(most));
        // What does not fit one tile is folded tile by tile; these layers do.
        assertThat(arrayCycles(convolution(channels, filters, extent, 3), machine))
                .isEqualTo(cycles);
    }

    @Test
    void stepsOfAllLoopsAreSharedWhereNoneIsNamed() {
        Graph graph = convolution(3, 4, 8, 3);
        long folds = 8;
        assertThat(arrayCycles(graph, machine(4, Optional.empty(), OptionalInt.empty())))
                .isEqualTo(folds * 27 / 4 + folds * PIPELINE);
        assertThat(arrayCycles(graph, machine(4, Optional.of(LoopDim.IN_CHANNEL), OptionalInt.empty())))
                .isEqualTo(folds * 9 + folds * PIPELINE);
    }
}
