package dev.toeplitz.reports.model;

import dev.toeplitz.reports.model.Report.Mapping;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import java.util.List;

/** How layers are mapped onto an accelerator's array, without the rest of a report. */
public record Mappings(String schema, String network, String accelerator, List<Mapped> layers) {
    public static final String SCHEMA = "toeplitz-mappings/1";

    public Mappings {
        layers = List.copyOf(layers);
    }

    /** A layer on the array. */
    public record Mapped(String name, long cycles, long dramBytes, Mapping mapping) {}

    /** @param layers those of the network that are wanted */
    public static Mappings of(NetworkCost cost, List<LayerCost> layers) {
        return new Mappings(
                SCHEMA,
                cost.graph().name(),
                cost.accelerator().name(),
                layers.stream()
                        .map(layer -> new Mapped(
                                layer.name(),
                                layer.cycles(),
                                layer.dram().total(),
                                MappingFacts.of(layer, cost.accelerator())))
                        .toList());
    }
}
