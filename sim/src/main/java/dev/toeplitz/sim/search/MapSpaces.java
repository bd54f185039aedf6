package dev.toeplitz.sim.search;

import dev.toeplitz.hw.PeArray;
import dev.toeplitz.sim.analytic.Geometry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Map spaces by shape and array: machines that differ in buffers, bandwidth or clock alone share them. */
public final class MapSpaces {
    private record Key(Geometry geometry, PeArray array) {}

    /** So that memory does not grow with arrays; what is forgotten is made again. */
    private static final int MOST_KNOWN = 1 << 12;

    private final Map<Key, MapSpace> spaces = new ConcurrentHashMap<>();

    MapSpace of(Geometry geometry, PeArray array) {
        if (spaces.size() >= MOST_KNOWN) {
            spaces.clear();
        }
        return spaces.computeIfAbsent(new Key(geometry, array), key -> new MapSpace(key.geometry(), key.array()));
    }
}
