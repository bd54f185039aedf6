package dev.toeplitz.sim.analytic;

/**
 * Time of a contraction on the array alone.
 *
 * @param folds parts that fit the array, one after the other
 * @param cycles from the first operand's entry to the last result's exit
 * @param mappingEfficiency the share of PEs that a fold occupies, on average over folds
 */
public record ArrayTime(long folds, long cycles, double mappingEfficiency) {}
