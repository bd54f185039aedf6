package dev.toeplitz.sim.cost;

/**
 * How a layer occupies the array.
 *
 * @param folds parts that fit the array, one after the other
 * @param mappingEfficiency the share of PEs that a fold occupies, on average
 */
public record ArrayUse(long folds, double mappingEfficiency) {
    public static final ArrayUse NONE = new ArrayUse(0, 0);

    /** Both, the efficiency weighted by folds. */
    ArrayUse plus(ArrayUse other) {
        long sum = Math.addExact(folds, other.folds);
        double occupied = folds * mappingEfficiency + other.folds * other.mappingEfficiency;
        return new ArrayUse(sum, sum == 0 ? 0 : occupied / sum);
    }
}
