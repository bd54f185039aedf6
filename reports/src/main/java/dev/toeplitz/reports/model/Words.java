package dev.toeplitz.reports.model;

import dev.toeplitz.sim.mapping.Tiling;
import java.util.LinkedHashMap;
import java.util.Map;

/** The names of constants as reports write them: {@code FIRST_TILE} becomes {@code first tile}. */
final class Words {
    private Words() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase().replace('_', ' ');
    }

    static Map<String, Integer> tile(Tiling tiling) {
        Map<String, Integer> tile = new LinkedHashMap<>();
        tiling.tile().forEach((dim, steps) -> tile.put(of(dim), steps));
        return tile;
    }
}
