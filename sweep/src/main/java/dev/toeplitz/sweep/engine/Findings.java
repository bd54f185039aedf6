package dev.toeplitz.sweep.engine;

import dev.toeplitz.sweep.space.Outcome.Evaluated;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a sweep found.
 *
 * @param evaluated designs that were simulated, now or before
 * @param refused designs that were not, by reason
 * @param known of both, those that were kept from before
 * @param complete false where the sweep was ended early
 */
public record Findings(
        String strategy,
        List<Evaluated> front,
        long evaluated,
        Map<String, Long> refused,
        long known,
        double seconds,
        boolean complete) {
    public Findings {
        front = List.copyOf(front);
        refused = Collections.unmodifiableMap(new TreeMap<>(refused));
    }

    public long refusals() {
        return refused.values().stream().mapToLong(Long::longValue).sum();
    }
}
