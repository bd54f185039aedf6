package dev.toeplitz.sim.energy;

import dev.toeplitz.hw.energy.EnergyTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The energy of a network: layers as {@link dev.toeplitz.sim.cost.NetworkCost} has them; totals are sums of rows. */
public record NetworkEnergy(EnergyTable table, List<LayerEnergy> layers) {
    public NetworkEnergy {
        layers = List.copyOf(layers);
    }

    public double picojoules() {
        return layers.stream().mapToDouble(LayerEnergy::picojoules).sum();
    }

    /** Picojoules by level, over all layers. */
    public Map<String, Double> byLevel() {
        Map<String, Double> levels = new LinkedHashMap<>();
        layers.forEach(
                layer -> layer.byLevel().forEach((level, picojoules) -> levels.merge(level, picojoules, Double::sum)));
        return levels;
    }
}
