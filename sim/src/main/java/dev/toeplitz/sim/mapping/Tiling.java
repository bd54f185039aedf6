package dev.toeplitz.sim.mapping;

import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.MatrixAxis;
import dev.toeplitz.terms.Operand;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a contraction is cut into tiles that fit the buffers, and in which order they run.
 *
 * @param tile for each loop, how many of its steps one tile covers
 * @param trips how many tiles there are along each role
 * @param order the roles from the outermost loop over tiles to the innermost
 * @param holds how much of each operand its buffer holds
 * @param placement which loops lie on the array, where that is not as the dataflow has it
 * @param proof where a search found it best: over what, and why nothing is better
 */
public record Tiling(
        Map<LoopDim, Integer> tile,
        Map<MatrixAxis, Long> trips,
        List<MatrixAxis> order,
        Map<Operand, Hold> holds,
        Optional<Placement> placement,
        Optional<Proof> proof) {
    /** For work that is not cut. */
    public static final Tiling NONE =
            new Tiling(Map.of(), Map.of(), List.of(), Map.of(), Optional.empty(), Optional.empty());

    public Tiling {
        tile = tile.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(tile));
        trips = trips.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(trips));
        order = List.copyOf(order);
        holds = holds.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(holds));
    }

    public long trips(MatrixAxis role) {
        return trips.getOrDefault(role, 1L);
    }

    /** All tiles. */
    public long tiles() {
        return trips.values().stream().reduce(1L, Math::multiplyExact);
    }
}
