package dev.toeplitz.cli;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.work.Layer;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.energy.EnergyTable;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.analytic.Mapper;
import dev.toeplitz.sim.analytic.PinnedMapper;
import dev.toeplitz.sim.energy.EnergyModel;
import dev.toeplitz.sim.mapping.Pin;
import dev.toeplitz.sim.mapping.yaml.MappingFile;
import dev.toeplitz.sim.search.MappingSearch;
import dev.toeplitz.sim.search.Objective;
import dev.toeplitz.terms.InputException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** How a command's layers are mapped: by search, for what, and which of them as a file has it. */
final class MappingOptions {
    @Option(
            names = "--optimise",
            paramLabel = "GOAL",
            description = "What mappings are searched for: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default.")
    private Objective objective = Objective.CYCLES;

    @Option(
            names = "--mapping",
            paramLabel = "FILE.yaml",
            description = "Mappings of layers to be costed as they are, as `toeplitz map --write` writes them.")
    private String file;

    Mapper mapper(Graph graph, Accelerator accelerator, EnergyTable table) {
        MappingSearch search = new MappingSearch(objective, EnergyModel.access(accelerator, table));
        if (file == null) {
            return search;
        }
        if (accelerator.cores() > 1) {
            throw new InputException(
                    "--mapping for %d cores".formatted(accelerator.cores()),
                    "one core, since a file maps whole layers",
                    "give --cores 1, or leave --mapping out");
        }
        if (accelerator.fusesLayers()) {
            throw new InputException(
                    "--mapping where layers run as one",
                    "layers one by one, since a file maps whole layers and not strips",
                    "leave --fusion out and fuses_layers false, or leave --mapping out");
        }
        Map<String, Pin> pins = MappingFile.read(file);
        List<String> layers =
                Simulator.layers(graph, accelerator).stream().map(Layer::name).toList();
        for (String layer : pins.keySet()) {
            if (!layers.contains(layer)) {
                throw InputException.unknown("layer of " + graph.name(), layer, layers)
                        .at(file);
            }
        }
        return new PinnedMapper(pins, search);
    }
}
