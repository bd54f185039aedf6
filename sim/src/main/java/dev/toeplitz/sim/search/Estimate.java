package dev.toeplitz.sim.search;

/**
 * What a network costs on an accelerator, in totals.
 *
 * @param picojoules of every action, by the metering that the evaluator was given; not a number where it has no figure for one
 * @param mappedLayers contractions, each with the best mapping of its map space
 */
public record Estimate(long cycles, long dramBytes, double picojoules, long mappedLayers) {}
