package dev.toeplitz.sim.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Accumulators;
import dev.toeplitz.hw.PeArray;
import dev.toeplitz.hw.energy.EnergyTable;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.hw.yaml.EnergyTables;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.energy.EnergyModel;
import dev.toeplitz.sim.energy.LayerEnergy;
import dev.toeplitz.sim.energy.NetworkEnergy;
import dev.toeplitz.sim.energy.TableMetering;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluatorTest {
    /** In whatever order machines come: what was found for one must not be taken where something else is better. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "gemmini-16x16, CYCLES",
        "gemmini-firesim, CYCLES",
        "tpu-v1, CYCLES",
        "scale-sim, EDP",
        "nvdla-small, ENERGY",
        "zhang-fpga15, CYCLES",
        "eyeriss-v1, CYCLES"
    })
    void totalsAreThoseOfAWholeSimulation(String preset, Objective objective) {
        Graph graph = Networks.named("mobilenet-v2").build();
        Accelerator base = Accelerators.load(preset);
        EnergyTable table = EnergyTables.load("45nm");
        Evaluator evaluator = new Evaluator(
                Simulator.workload(graph, base),
                objective,
                AccessEnergy.EYERISS_RATIOS,
                new TableMetering(table),
                new MapSpaces());
        Random random = new Random(7);
        for (int i = 0; i < 60; i++) {
            Accelerator machine = varied(base, random);
            NetworkCost whole =
                    Simulator.simulate(graph, machine, new MappingSearch(objective, AccessEnergy.EYERISS_RATIOS));
            NetworkEnergy energy = EnergyModel.of(whole, table);
            Estimate estimate = evaluator.estimate(machine);
            assertThat(estimate.cycles()).isEqualTo(whole.cycles());
            assertThat(estimate.dramBytes()).isEqualTo(whole.dram().total());
            assertThat(estimate.picojoules()).isEqualTo(energy.picojoules());
            List<Estimate> layers = evaluator.layers(machine);
            assertThat(layers.stream().map(Estimate::cycles).toList())
                    .isEqualTo(whole.layers().stream().map(LayerCost::cycles).toList());
            assertThat(layers.stream().map(Estimate::picojoules).toList())
                    .isEqualTo(energy.layers().stream()
                            .map(LayerEnergy::picojoules)
                            .toList());
        }
        // Most machines were known by others.
        assertThat(evaluator.searches()).isPositive();
    }

    /** Its mappings are the best for a cost without loads that begin anew, so it must not answer for such a machine. */
    @ParameterizedTest
    @ValueSource(strings = {"pipecnn-de1-soc", "chaidnn-1024", "dpu-b4096"})
    void machinesWhoseLoadsBeginAnewAreRefused(String preset) {
        Accelerator machine = Accelerators.load(preset);
        Evaluator evaluator = new Evaluator(
                Simulator.workload(Networks.named("lenet5").build(), machine),
                Objective.CYCLES,
                AccessEnergy.EYERISS_RATIOS,
                new TableMetering(EnergyTables.load("45nm")),
                new MapSpaces());
        assertThatThrownBy(() -> evaluator.estimate(machine))
                .hasMessageContaining(preset + " has dma.loads; expected none")
                .hasMessageContaining("simulate the machine whole");
    }

    private static Accelerator varied(Accelerator base, Random random) {
        PeArray array = base.peArray();
        int scale = 1 << random.nextInt(2);
        double size = 1 + random.nextInt(8) * 0.5;
        return base.with(array.with(array.rows() * scale, array.cols()))
                .with(
                        base.buffers().stream()
                                .map(buffer -> buffer.withBytes((long) (buffer.bytes() * size)))
                                .toList(),
                        new Accumulators(base.accumulators().bytes()))
                .with(base.dram().times(Math.pow(2, random.nextInt(5) - 2)));
    }
}
