package dev.toeplitz.sim.energy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The actions of one layer; every total is a sum of them. */
public record LayerEnergy(String layer, List<EnergyAction> actions) {
    public LayerEnergy {
        actions = List.copyOf(actions);
    }

    public double picojoules() {
        return actions.stream().mapToDouble(EnergyAction::picojoules).sum();
    }

    /** Picojoules by level, levels in the order in which data meets them from the multiplier outwards. */
    public Map<String, Double> byLevel() {
        Map<String, Double> levels = new LinkedHashMap<>();
        actions.forEach(action -> levels.merge(action.level(), action.picojoules(), Double::sum));
        return levels;
    }
}
