package dev.toeplitz.sim.mapping;

/**
 * That a mapping is the best of its map space: each point of the space was either looked at or belongs to a part that was
 * left out for a reason that is sound. Every point is accounted for once.
 *
 * @param points mappings in the space: tile sizes of every loop × orders of tiles × spatial placements
 * @param visited mappings whose cost was worked out
 * @param dominated left out since another cut of the same loops is no worse in any figure
 * @param equal left out since the order of loops with a single tile makes no difference
 * @param unfit left out since they do not fit the buffers
 * @param bounded left out since even a bound from below is no better than the best mapping
 * @param objective what was minimised, in words
 * @param optimum its value for the best mapping
 * @param lowerBound the least that any point left out or looked at can reach: the optimum
 */
public record Proof(
        long points,
        long visited,
        long dominated,
        long equal,
        long unfit,
        long bounded,
        String objective,
        double optimum,
        double lowerBound) {
    public Proof {
        if (points != visited + dominated + equal + unfit + bounded) {
            throw new IllegalArgumentException("%,d points, but %,d are accounted for"
                    .formatted(points, visited + dominated + equal + unfit + bounded));
        }
    }

    /** Nothing in the space is better. */
    public boolean isClosed() {
        return lowerBound >= optimum;
    }
}
