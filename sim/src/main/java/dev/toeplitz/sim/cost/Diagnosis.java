package dev.toeplitz.sim.cost;

import java.util.List;

/**
 * Why a layer, or a network, takes the time it takes.
 *
 * @param reason one sentence with the figures behind the limit
 * @param changes what twice of each part would give
 */
public record Diagnosis(Limit limit, String reason, List<Change> changes) {
    public Diagnosis {
        changes = List.copyOf(changes);
    }
}
