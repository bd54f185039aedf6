package dev.toeplitz.sim.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.graph.zoo.Options;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.Dataflow;
import dev.toeplitz.hw.energy.EnergyTable;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.hw.yaml.EnergyTables;
import dev.toeplitz.sim.Machines;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.search.MappingSearch;
import dev.toeplitz.sim.search.Objective;
import dev.toeplitz.terms.Operand;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EnergyModelTest {
    private static final EnergyTable TABLE = EnergyTables.load("45nm");

    private static NetworkCost cost(String network, String hardware) {
        return Simulator.simulate(graph(network), Accelerators.load(hardware));
    }

    private static Graph graph(String network) {
        Networks.Network known = Networks.named(network);
        return known.build(known.input(), known.classes());
    }

    static Stream<String> presets() {
        return Accelerators.presets().stream();
    }

    @ParameterizedTest
    @MethodSource("presets")
    void energyIsAdditiveOverLayersAndLevels(String preset) {
        NetworkEnergy energy = EnergyModel.of(cost("squeezenet1.1", preset), TABLE);
        double actions = energy.layers().stream()
                .flatMap(layer -> layer.actions().stream())
                .mapToDouble(action -> action.count() * action.picojoulesEach())
                .sum();
        double levels = energy.byLevel().values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        assertThat(energy.picojoules()).isGreaterThan(0).isCloseTo(actions, Percentage.withPercentage(1e-9));
        assertThat(levels).isCloseTo(actions, Percentage.withPercentage(1e-9));
    }

    @ParameterizedTest
    @MethodSource("presets")
    void macsAndDramCostWhatTheirNumberSays(String preset) {
        NetworkCost cost = cost("alexnet", preset);
        NetworkEnergy energy = EnergyModel.of(cost, TABLE);
        double perBit = TABLE.dramPerBit(cost.accelerator().dram().standard());
        assertThat(energy.byLevel().get(EnergyModel.DRAM))
                .isCloseTo(cost.dram().total() * 8 * perBit, Percentage.withPercentage(1e-9));
        double mac = TABLE.multiplication(cost.accelerator().precision().weight())
                + TABLE.addition(cost.accelerator().precision().accumulator());
        assertThat(energy.byLevel().get(EnergyModel.MAC)).isCloseTo(cost.macs() * mac, Percentage.withPercentage(1e-9));
    }

    /** Worked by hand: one 8-bit product of 4 x 4 by 4 x 4 on a 4 x 4 output-stationary array, all in one fold. */
    @Test
    void aSmallProductCostsWhatItCostsByHand() {
        var machine = Machines.of(4, 4, Dataflow.OUTPUT_STATIONARY, 8192, 1);
        NetworkCost lenet = Simulator.simulate(graph("lenet5"), machine);
        LayerCost layer = lenet.layers().stream()
                .filter(each -> each.macs() > 0)
                .findFirst()
                .orElseThrow();
        LayerEnergy energy =
                EnergyModel.of(lenet, TABLE).layers().get(lenet.layers().indexOf(layer));
        // Ports of 2^40 bytes make macros smaller than any register, so buffers cost the register's energy.
        long bits = layer.buffers().inputReads() * 8
                + layer.buffers().weightReads() * 8
                + layer.buffers().outputWrites() * 32
                + layer.dram().total() * 8;
        double byHand = layer.macs() * (0.2 + 0.1) + layer.macs() * (8 + 8 + 2 * 32) * 0.0103 + bits * 0.0103;
        byHand += layer.dram().total() * 8 * 20.3;
        double vector = energy.byLevel().getOrDefault(EnergyModel.VECTOR, 0.0);
        assertThat(energy.picojoules() - vector).isCloseTo(byHand, Percentage.withPercentage(1e-6));
    }

    @Test
    void aLargerMemoryTakesMoreForTheSameAccess() {
        double before = 0;
        for (long bytes = 1 << 10; bytes <= 1 << 26; bytes <<= 2) {
            double each = Prices.perBit(buffer(bytes, 64), TABLE);
            assertThat(each).isGreaterThan(before);
            before = each;
        }
    }

    @Test
    void aPublishedMacroCostsWhatWasPublished() {
        assertThat(Prices.perBit(buffer(8 << 10, 8), TABLE) * 64).isCloseTo(10, within(1e-9));
        assertThat(Prices.perBit(buffer(32 << 10, Buffer.UNLIMITED), TABLE) * 64)
                .isCloseTo(20, within(1e-9));
        // Four macros of 8 KiB side by side.
        assertThat(Prices.perBit(buffer(32 << 10, 32), TABLE) * 64).isCloseTo(10, within(1e-9));
    }

    private static Buffer buffer(long bytes, long port) {
        return new Buffer("test", EnumSet.of(Operand.INPUT), bytes, false, port, false);
    }

    /** Of conv2 the fastest mapping spills partial sums; one that does not takes 4 % longer. */
    @Test
    void whatIsMappedForEnergyTakesLessOfItAndMoreTime() {
        Accelerator machine = Accelerators.load("eyeriss-v1");
        Graph graph = Networks.load("alexnet", Options.USUAL.withBatch(4));
        MappingSearch forEnergy = new MappingSearch(Objective.ENERGY, EnergyModel.access(machine, TABLE));
        NetworkCost lean = Simulator.simulate(graph, machine, forEnergy);
        NetworkCost fast = Simulator.simulate(graph, machine);
        assertThat(EnergyModel.of(lean, TABLE).picojoules())
                .isLessThan(EnergyModel.of(fast, TABLE).picojoules());
        assertThat(lean.cycles()).isGreaterThan(fast.cycles());
    }
}
