package dev.toeplitz.sim.search;

import dev.toeplitz.hw.PeArray;
import dev.toeplitz.sim.analytic.Geometry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Map spaces by shape and array: machines that differ in buffers, bandwidth or clock alone share them. */
public final class MapSpaces {
    private record Key(Geometry geometry, PeArray array) {}

    private final Map<Key, MapSpace> spaces = new ConcurrentHashMap<>();

    MapSpace of(Geometry geometry, PeArray array) {
        return spaces.computeIfAbsent(new Key(geometry, array), key -> new MapSpace(key.geometry(), key.array()));
    }
}
