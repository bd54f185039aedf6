package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Loops.Loop;
import java.util.List;
import java.util.Optional;

/**
 * A tile's loops where terms of a sum are taken in pairs.
 *
 * @param outer loops of the reduction that no pair spans
 * @param inner those that run through neighbours of the left operand, as one
 */
record DotNest(TileNest tile, List<Loop> outer, List<Loop> inner) {
    /** Empty where no neighbours add up. */
    static Optional<DotNest> of(TileNest tile) {
        List<Loop> depth = tile.depth();
        int first = depth.size();
        long run = 1;
        while (first > 0 && tile.left().stride(depth.get(first - 1).dim()) == run) {
            run *= depth.get(--first).extent();
        }
        return run > 1
                ? Optional.of(new DotNest(tile, depth.subList(0, first), depth.subList(first, depth.size())))
                : Optional.empty();
    }

    /** Pairs of the inner loops; the last one may want its second term. */
    long inPairs() {
        return Math.ceilDiv(GeneralCandidate.points(inner), PairSums.PAIR);
    }

    /** Pairs of a whole sum. */
    long pairs() {
        return GeneralCandidate.points(outer) * inPairs();
    }
}
