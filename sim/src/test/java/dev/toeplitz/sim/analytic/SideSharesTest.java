package dev.toeplitz.sim.analytic;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.MatrixAxis;
import dev.toeplitz.terms.Operand;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SideSharesTest {
    private static final MatrixAxis[] THREE = {MatrixAxis.M, MatrixAxis.N, MatrixAxis.K};
    private static final boolean[] ALL = {true, true, true};
    private static final boolean[] NONE = new boolean[3];

    @Property(tries = 300)
    void noOtherWayToShareASideNeedsFewerFolds(
            @ForAll @IntRange(min = 1, max = 30) int m,
            @ForAll @IntRange(min = 1, max = 30) int n,
            @ForAll @IntRange(min = 1, max = 30) int k,
            @ForAll @IntRange(min = 1, max = 40) int side) {
        int[] loops = {m, n, k};
        int[] shares = SideShares.of(loops, THREE, ALL, NONE, side);
        long found = 1;
        long product = 1;
        for (int i = 0; i < THREE.length; i++) {
            int share = shares[THREE[i].ordinal()];
            found *= Math.ceilDiv(loops[i], share);
            product *= Math.min(share, loops[i]);
        }
        assertThat(product).isLessThanOrEqualTo(side);
        for (int a = 1; a <= side; a++) {
            for (int b = 1; a * b <= side; b++) {
                long folds = (long) Math.ceilDiv(m, a) * Math.ceilDiv(n, b) * Math.ceilDiv(k, side / (a * b));
                assertThat(found).isLessThanOrEqualTo(folds);
            }
        }
    }

    @Test
    void aSingleRoleHasTheWholeSide() {
        assertThat(SideShares.of(new int[] {100, 1, 1}, THREE, ALL, NONE, 16)[MatrixAxis.M.ordinal()])
                .isEqualTo(16);
        assertThat(SideShares.of(new int[] {3, 5, 7}, THREE, NONE, NONE, 16)).containsOnly(1);
    }

    /** Two sets of five rows on twelve, as a row-stationary array has them; a set of 13 has no room and is cut. */
    @Test
    void setsThatAreNotSplitLeavePesIdle() {
        MatrixAxis[] oneRole = {MatrixAxis.K, MatrixAxis.K, MatrixAxis.K};
        boolean[] first = {true, false, false};
        int k = MatrixAxis.K.ordinal();
        assertThat(SideShares.of(new int[] {5, 48, 1}, oneRole, ALL, first, 12)[k])
                .isEqualTo(10);
        assertThat(SideShares.of(new int[] {3, 48, 1}, oneRole, ALL, first, 12)[k])
                .isEqualTo(12);
        assertThat(SideShares.of(new int[] {13, 48, 1}, oneRole, ALL, first, 12)[k])
                .isEqualTo(12);
    }

    /** However loops are put on the array, no PE does two things at a time. */
    @Property(tries = 300)
    void noDataflowComputesFasterThanItsArray(@ForAll long seed) {
        Random random = new Random(seed);
        List<LoopDim> dims = new ArrayList<>(List.of(
                LoopDim.GROUP,
                LoopDim.OUT_CHANNEL,
                LoopDim.IN_CHANNEL,
                LoopDim.OUT_ROW,
                LoopDim.OUT_COL,
                LoopDim.FILTER_ROW));
        Collections.shuffle(dims, random);
        int rows = random.nextInt(4);
        int cols = random.nextInt(3);
        Dataflow dataflow = new Dataflow(
                "any",
                List.copyOf(dims.subList(0, rows)),
                List.copyOf(dims.subList(rows, rows + cols)),
                Operand.values()[random.nextInt(3)],
                new Interconnect.Broadcast(0));
        Accelerator machine = Machines.of(1 + random.nextInt(20), 1 + random.nextInt(20), dataflow, 1 << 20, 1e6);
        int groups = 1 + random.nextInt(4);
        int channels = 1 + random.nextInt(12);
        GraphBuilder graph = new GraphBuilder("conv");
        Value x = graph.input("x", TensorType.float32(1, groups * channels, 9, 9));
        Value w = graph.weight("w", groups * (1 + random.nextInt(12)), channels, 3, 3);
        graph.output(graph.node("conv", Conv.square(3, 1, 1, groups), x, w));
        LayerCost layer = Simulator.simulate(graph.build(), machine).layers().getFirst();
        assertThat(layer.array().mappingEfficiency()).isLessThanOrEqualTo(1 + 1e-12);
        assertThat(layer.arrayCycles() * machine.peArray().macsPerCycle()).isGreaterThanOrEqualTo(layer.macs());
    }
}
