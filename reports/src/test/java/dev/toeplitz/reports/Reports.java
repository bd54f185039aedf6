package dev.toeplitz.reports;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.hw.yaml.EnergyTables;
import dev.toeplitz.reports.model.Activity;
import dev.toeplitz.reports.model.Played;
import dev.toeplitz.reports.model.Report;
import dev.toeplitz.reports.model.ReportBuilder;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.WhatIf;
import dev.toeplitz.sim.search.MappingSearch;
import dev.toeplitz.sim.timeline.Timeline;
import java.util.List;

/** Reports of networks of the zoo, for tests. */
public final class Reports {
    private Reports() {}

    public static Report of(String network, String accelerator) {
        return ReportBuilder.build(
                Simulator.simulate(Networks.named(network).build(), Accelerators.load(accelerator)),
                "zoo: " + Networks.named(network).paper(),
                List.of());
    }

    /** With time found by the timeline. */
    public static Report played(String network, String accelerator) {
        return played(network, Accelerators.load(accelerator));
    }

    public static Report played(String network, Accelerator machine) {
        Graph graph = Networks.named(network).build();
        Activity activity = new Activity();
        Timeline.Run run = Simulator.play(graph, machine, MappingSearch.forCycles(), activity);
        return ReportBuilder.build(
                run.cost(),
                WhatIf.of(run.cost()),
                EnergyTables.load(EnergyTables.DEFAULT),
                "zoo: " + Networks.named(network).paper(),
                List.of(),
                Played.of(run, activity));
    }
}
