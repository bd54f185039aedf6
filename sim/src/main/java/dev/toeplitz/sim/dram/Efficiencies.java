package dev.toeplitz.sim.dram;

import dev.toeplitz.hw.dram.DramStandard;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The shares of the peak that have been found, so that a pattern is carried out once. */
public final class Efficiencies {
    private static final Map<Key, Double> FOUND = new ConcurrentHashMap<>();

    private record Key(DramStandard standard, AccessPattern pattern) {}

    private Efficiencies() {}

    public static double of(DramStandard standard, AccessPattern pattern) {
        return FOUND.computeIfAbsent(
                new Key(standard, pattern), key -> Controller.efficiency(key.standard(), key.pattern()));
    }
}
