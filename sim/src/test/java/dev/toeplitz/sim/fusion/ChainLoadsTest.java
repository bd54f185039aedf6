package dev.toeplitz.sim.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.Dataflow;
import dev.toeplitz.hw.Dma;
import dev.toeplitz.hw.Loading;
import dev.toeplitz.hw.VectorUnit;
import dev.toeplitz.sim.Machines;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.cost.Engine;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.search.MappingSearch;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.Operand;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Chains of layers where loads go with blocks, and where the lanes convolve. */
class ChainLoadsTest {
    private static final Graph MOBILENET = Networks.named("mobilenet-v1").build();

    private static Accelerator machine(Map<Operand, Loading> loads) {
        return Machines.of(16, 16, Dataflow.WEIGHT_STATIONARY, 256 << 10, 8)
                .with(new VectorUnit(64, 1, 1, new VectorUnit.Duties(true, false, true)))
                .with(new Dma(0, Buffer.UNLIMITED, Optional.empty(), Map.of(), loads))
                .withFusion(true);
    }

    private static NetworkCost cost(Map<Operand, Loading> loads) {
        return Simulator.simulate(MOBILENET, machine(loads));
    }

    /** Each layer of a chain begins with the first of its weights: half of the buffer at most, at 8 bytes a cycle. */
    @Test
    void aChainWaitsForTheFirstWeightsOfEachOfItsLayers() {
        NetworkCost ahead = cost(Map.of());
        Accelerator machine = machine(Map.of(Operand.WEIGHT, new Loading(Map.of(), true, false)));
        NetworkCost alone = Simulator.simulate(MOBILENET, machine.withFusion(false));
        Fusion fusion = Fusion.of(alone, MappingSearch.forCycles());
        assertThat(fusion.chains()).isNotEmpty();
        assertThat(fusion.cost().cycles()).isGreaterThan(ahead.cycles()).isLessThanOrEqualTo(alone.cycles());
        for (Chain chain : fusion.chains()) {
            long weights = 0;
            for (int i = chain.first(); i <= chain.last(); i++) {
                LayerCost layer = alone.layers().get(i);
                weights += layer.engine() == Engine.ARRAY
                        ? layer.layer().reads().stream()
                                .filter(read -> read.constant())
                                .mapToLong(read -> read.value().type().elements())
                                .sum()
                        : 0;
            }
            // 128 KiB hold all of a layer's weights but the last ones'.
            long least = chain.onChipCycles() + chain.endCycles() + Math.min(weights, 128 << 10) / 8;
            assertThat(chain.cycles()).isGreaterThanOrEqualTo(least);
        }
    }

    @Test
    void layersThatLoadAnewForEachBlockAreInNoChain() {
        Loading loading = new Loading(Map.of(LoopDim.OUT_COL, 7), false, true);
        assertThat(cost(Map.of(Operand.WEIGHT, loading)).layers())
                .allMatch(layer -> layer.fused().isEmpty());
    }

    @Test
    void theLanesConvolveInChainsToo() {
        NetworkCost fused = cost(Map.of());
        assertThat(fused.layers())
                .filteredOn(layer -> layer.fused().isPresent() && layer.name().contains("dw"))
                .isNotEmpty()
                .allMatch(layer -> layer.engine() == Engine.VECTOR_UNIT && layer.macs() > 0);
    }
}
