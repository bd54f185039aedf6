package dev.toeplitz.sim.mapping.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.analytic.Mapper;
import dev.toeplitz.sim.analytic.PinnedMapper;
import dev.toeplitz.sim.cost.Engine;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.mapping.Pin;
import dev.toeplitz.sim.search.MappingSearch;
import dev.toeplitz.terms.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingFileTest {
    private static final String CONV1 = "layers:\n  - layer: conv1\n    order: [M, N, K]\n    tile: {%s}\n";

    @TempDir
    Path directory;

    @Test
    void aMappingThatWasWrittenAndReadBackCostsTheSame() throws IOException {
        Graph graph = Networks.named("alexnet").build();
        Accelerator machine = Accelerators.load("gemmini-16x16");
        NetworkCost searched = Simulator.simulate(graph, machine);
        Map<String, Pin> pins = new LinkedHashMap<>();
        for (LayerCost layer : searched.layers()) {
            if (layer.engine() == Engine.ARRAY) {
                pins.put(layer.name(), Pin.of(layer.tiling()));
            }
        }
        Map<String, Pin> read = MappingFile.read(file(MappingFile.write(pins)));
        assertThat(read).isEqualTo(pins);
        NetworkCost pinned = simulate(graph, machine, read);
        assertThat(pinned.layers()).hasSameSizeAs(searched.layers());
        for (int i = 0; i < pinned.layers().size(); i++) {
            LayerCost layer = pinned.layers().get(i);
            assertThat(layer.cycles()).isEqualTo(searched.layers().get(i).cycles());
            assertThat(layer.dram()).isEqualTo(searched.layers().get(i).dram());
            assertThat(layer.tiling().proof()).isEmpty();
        }
    }

    @Test
    void aPinnedLayerRunsAsItIsWrittenAndNoOtherChanges() throws IOException {
        Graph graph = Networks.named("alexnet").build();
        Accelerator machine = Accelerators.load("gemmini-16x16");
        NetworkCost searched = Simulator.simulate(graph, machine);
        NetworkCost pinned =
                simulate(graph, machine, MappingFile.read(file(CONV1.formatted("out_channel: 1, out_row: 5"))));
        // One column of the sixteen works.
        assertThat(pinned.layers().getFirst().cycles())
                .isGreaterThan(10 * searched.layers().getFirst().cycles());
        assertThat(pinned.layers().get(1).cycles())
                .isEqualTo(searched.layers().get(1).cycles());
    }

    @Test
    void aPinThatDoesNotFitSaysWhichBufferIsTooSmallAndByHowMuch() throws IOException {
        Graph graph = Networks.named("alexnet").build();
        String pin = CONV1.formatted("out_channel: 64") + "    holds: {output: whole}\n";
        Map<String, Pin> pins = MappingFile.read(file(pin));
        assertThatThrownBy(() -> simulate(graph, Accelerators.load("gemmini-16x16"), pins))
                .isInstanceOf(InputException.class)
                .hasMessageMatching(
                        ".*node 'conv1'.*: the buffer '.*' of the accelerator have? [\\d,]+ free bytes, and the "
                                + "pinned mapping takes [\\d,]+; expected [\\d,]+ bytes more; .*");
    }

    @Test
    void onAnotherMachineAPinThatDoesNotFitGivesWayToTheSearch() throws IOException {
        Graph graph = Networks.named("alexnet").build();
        Accelerator machine = Accelerators.load("gemmini-16x16");
        String pin = CONV1.formatted("out_channel: 64") + "    holds: {output: whole}\n";
        Mapper pinned = new PinnedMapper(MappingFile.read(file(pin)), MappingSearch.forCycles());
        assertThat(Simulator.simulate(graph, machine, pinned.onOtherMachines()).cycles())
                .isEqualTo(Simulator.simulate(graph, machine).cycles());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        out_chanel: 1 | pins.yaml:4: layers[0].tile.out_chanel: 'out_chanel' is no loop
        out_row: 0 | pins.yaml:2: layers[0]: out_row is 0; expected at least 1
        in_row: 3 | node 'conv1' (Conv): 'in_row' is no loop of this layer
        out_row: 99 | the pinned tile has 99 steps of out_row; expected at most the loop's 55
        """)
    void whatIsWrongIsSaidWithItsPlace(String tile, String message) {
        assertThatThrownBy(() -> simulate(
                        Networks.named("alexnet").build(),
                        Accelerators.load("gemmini-16x16"),
                        MappingFile.read(file(CONV1.formatted(tile)))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }

    @Test
    void anOrderNamesEachRoleOnce() {
        assertThatThrownBy(() -> MappingFile.read(file("layers:\n  - layer: a\n    order: [M, M, K]\n")))
                .hasMessageContaining("order is [M, M, K]; expected M, N and K, each once, outermost first");
    }

    private static NetworkCost simulate(Graph graph, Accelerator machine, Map<String, Pin> pins) {
        return Simulator.simulate(graph, machine, new PinnedMapper(pins, MappingSearch.forCycles()));
    }

    private String file(String text) throws IOException {
        return Files.writeString(directory.resolve("pins.yaml"), text).toString();
    }
}
