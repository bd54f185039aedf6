package dev.toeplitz.sweep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.hw.yaml.EnergyTables;
import dev.toeplitz.sweep.Spaces;
import dev.toeplitz.sweep.space.Design;
import dev.toeplitz.sweep.space.Figures;
import dev.toeplitz.sweep.space.LayerFigures;
import dev.toeplitz.sweep.space.Space;
import dev.toeplitz.terms.InputException;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedNetworkTest {
    /** Arrays, ports, vector units, buffers, bandwidth, clock and fusing, of which many share mappings and many do not. */
    private static final String SPACE = """
        base: %s
        parameters:
          pe_array.rows: {powers_of_two: [8, 64]}
          pe_array.cols: [12, 32]
          pe_array.dataflow: [ws, os]
          buffers.input.bytes: {powers_of_two: [4 KiB, 1 MiB]}
          buffers.weight.bytes: {powers_of_two: [4 KiB, 1 MiB]}
          buffers.output.bytes: {powers_of_two: [4 KiB, 1 MiB]}
          buffers.input.keeps_activations: [false, true]
          buffers.output.bytes_per_cycle: [16, 256]
          vector_unit.fuses_epilogues: [true, false]
          dma.setup_cycles: [0, 20]
          dram.gigabytes_per_second: [1.6, 6.4, 12.8, 25.6]
          clock_mhz: {from: 100, to: 1000, step: 150}
        objectives: [latency, energy]
        """;

    @ParameterizedTest
    @ValueSource(strings = {"resnet18", "squeezenet", "lstm"})
    void whatDesignsShareChangesNothing(String name) {
        Space space = Spaces.read(SPACE.formatted("zu9eg-32x32"));
        SimulatedNetwork network =
                new SimulatedNetwork(name, Networks.named(name).build(), EnergyTables.load("45nm"));
        Random random = new Random(3);
        long at = random.nextLong(space.size());
        for (int i = 0; i < 150; i++) {
            // Neighbours, which share the most, and now and then a leap.
            at = i % 10 == 0 ? random.nextLong(space.size()) : (at + 1 + random.nextInt(40)) % space.size();
            if (space.design(at) instanceof Design.Valid design) {
                assertThat(said(() -> network.estimate(design.accelerator())))
                        .as("%s", space.values(at))
                        .isEqualTo(said(() -> network.inFull(design.accelerator())));
            }
        }
    }

    @Test
    void coresAreAParameterLikeAnyOther() {
        Space space = Spaces.read("""
            base: zu9eg-32x32
            parameters:
              cores: [1, 2, 4]
            objectives: [latency]
            """);
        SimulatedNetwork network =
                new SimulatedNetwork("lenet5", Networks.named("lenet5").build(), EnergyTables.load("45nm"));
        long before = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            Design.Valid design = (Design.Valid) space.design(i);
            assertThat(design.accelerator().cores()).isEqualTo(1 << i);
            Figures figures = network.estimate(design.accelerator());
            assertThat(figures).isEqualTo(network.inFull(design.accelerator()));
            assertThat(network.layers(design.accelerator()).stream()
                            .mapToLong(LayerFigures::cycles)
                            .sum())
                    .isEqualTo(figures.cycles());
            assertThat(figures.cycles()).isLessThanOrEqualTo(before);
            before = figures.cycles();
        }
    }

    @Test
    void fusionIsAParameterLikeAnyOther() {
        Space space = Spaces.read("""
            base: zu9eg-32x32
            parameters:
              fuses_layers: [false, true]
            objectives: [latency]
            """);
        SimulatedNetwork network =
                new SimulatedNetwork("lenet5", Networks.named("lenet5").build(), EnergyTables.load("45nm"));
        Design.Valid apart = (Design.Valid) space.design(0);
        Design.Valid fused = (Design.Valid) space.design(1);
        assertThat(fused.accelerator()).isEqualTo(apart.accelerator().withFusion(true));
        Figures figures = network.estimate(fused.accelerator());
        assertThat(figures).isEqualTo(network.inFull(fused.accelerator()));
        assertThat(network.layers(fused.accelerator()).stream()
                        .mapToLong(LayerFigures::dramBytes)
                        .sum())
                .isEqualTo(figures.dramBytes())
                .isLessThan(network.estimate(apart.accelerator()).dramBytes());
    }

    private static Object said(Supplier<Object> estimate) {
        try {
            return estimate.get();
        } catch (InputException e) {
            return e.getMessage();
        }
    }
}
