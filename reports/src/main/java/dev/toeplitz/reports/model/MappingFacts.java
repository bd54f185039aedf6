package dev.toeplitz.reports.model;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.reports.model.Report.Loop;
import dev.toeplitz.reports.model.Report.Mapping;
import dev.toeplitz.reports.model.Report.Occupied;
import dev.toeplitz.sim.analytic.LoopNests;
import dev.toeplitz.sim.analytic.MappingText;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.mapping.LoopNest;
import java.util.List;

/** A layer's mapping as the report shows it. */
final class MappingFacts {
    private MappingFacts() {}

    /** Absent for a layer that does not run on the array. */
    static Mapping of(LayerCost layer, Accelerator machine) {
        return LoopNests.of(layer, machine)
                .map(nest -> new Mapping(
                        nest.loops().stream()
                                .map(loop -> new Loop(Words.of(loop.level()), loop.dims(), loop.trips(), loop.of()))
                                .toList(),
                        side(nest.rows()),
                        side(nest.cols()),
                        MappingText.reasons(layer, machine)))
                .orElse(null);
    }

    private static List<Occupied> side(List<LoopNest.Occupied> side) {
        return side.stream().map(each -> new Occupied(each.pes(), each.share())).toList();
    }
}
