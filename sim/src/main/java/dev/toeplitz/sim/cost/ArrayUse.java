package dev.toeplitz.sim.cost;

/**
 * How a layer occupies the array.
 *
 * @param folds parts that fit the array, one after the other
 * @param mappingEfficiency the share of PEs that a fold occupies, on average
 */
public record ArrayUse(long folds, double mappingEfficiency) {
    public static final ArrayUse NONE = new ArrayUse(0, 0);
}
