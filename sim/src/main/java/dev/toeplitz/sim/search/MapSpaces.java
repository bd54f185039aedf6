package dev.toeplitz.sim.search;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.PeArray;
import dev.toeplitz.sim.analytic.Geometry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Map spaces by shape and array: machines that differ in buffers, bandwidth or clock alone share them. */
public final class MapSpaces {
    private record Key(Geometry geometry, PeArray array, boolean waits) {}

    /** So that memory does not grow with arrays; what is forgotten is made again. */
    private static final int MOST_KNOWN = 1 << 12;

    private final Map<Key, MapSpace> spaces = new ConcurrentHashMap<>();

    MapSpace of(Geometry geometry, Accelerator accelerator) {
        if (spaces.size() >= MOST_KNOWN) {
            spaces.clear();
        }
        boolean waits = accelerator.dma().loads().values().stream().anyMatch(each -> !each.ahead());
        return spaces.computeIfAbsent(
                new Key(geometry, accelerator.peArray(), waits),
                key -> new MapSpace(key.geometry(), key.array(), key.waits()));
    }
}
