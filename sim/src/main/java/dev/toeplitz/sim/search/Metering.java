package dev.toeplitz.sim.search;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.sim.cost.ActionCounts;
import dev.toeplitz.sim.cost.LayerCost;

/** The energy of layers in two halves: counts, which machines alike in all but sizes and rates share, and prices. */
public interface Metering {
    ActionCounts counts(LayerCost cost, Accelerator machine);

    /** Picojoules of one action by its number; not a number where there is no figure. */
    double[] prices(Accelerator machine);
}
