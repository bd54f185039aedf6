package dev.toeplitz.sim.mapping;

import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.MatrixAxis;
import dev.toeplitz.terms.Operand;
import dev.toeplitz.terms.Require;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A mapping that somebody wrote down for a layer, to be costed as it is.
 *
 * @param tile steps of a loop in a tile; loops that are not named are whole
 * @param order M, N and K from the outermost loop over tiles to the innermost
 * @param holds how much of each operand its buffer holds; one tile where nothing is said
 * @param placement which loops lie on the array; as the dataflow has it where empty
 */
public record Pin(
        Map<LoopDim, Integer> tile, List<MatrixAxis> order, Map<Operand, Hold> holds, Optional<Placement> placement) {
    /** One whose loops lie where the dataflow puts them. */
    public Pin(Map<LoopDim, Integer> tile, List<MatrixAxis> order, Map<Operand, Hold> holds) {
        this(tile, order, holds, Optional.empty());
    }

    public Pin {
        tile = Map.copyOf(tile);
        order = List.copyOf(order);
        holds = Map.copyOf(holds);
        tile.forEach((loop, steps) -> Require.positive(loop.name().toLowerCase(), steps));
        if (order.size() != 3 || !EnumSet.copyOf(order).equals(EnumSet.of(MatrixAxis.M, MatrixAxis.N, MatrixAxis.K))) {
            throw new InputException(
                    "order is %s".formatted(order),
                    "M, N and K, each once, outermost first",
                    "write `order: [M, N, K]` or another order of them");
        }
    }

    /** What a search found, written down. */
    public static Pin of(Tiling tiling) {
        List<MatrixAxis> order = tiling.order().stream()
                .filter(role -> role != MatrixAxis.GROUPS)
                .toList();
        return new Pin(tiling.tile(), order, tiling.holds(), tiling.placement());
    }

    public Hold hold(Operand operand) {
        return holds.getOrDefault(operand, Hold.TILE);
    }
}
