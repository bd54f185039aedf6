package dev.toeplitz.reports;

import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.reports.model.Report;
import dev.toeplitz.reports.model.ReportBuilder;
import dev.toeplitz.sim.Simulator;
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
}
