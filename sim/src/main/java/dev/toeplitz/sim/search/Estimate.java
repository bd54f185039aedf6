package dev.toeplitz.sim.search;

/**
 * What a network costs on an accelerator, in totals.
 *
 * @param picojoules of DRAM, buffers and MACs, by the energies that the evaluator was given
 * @param mappedLayers contractions, each with the best mapping of its map space
 */
public record Estimate(long cycles, long dramBytes, double picojoules, long mappedLayers) {}
