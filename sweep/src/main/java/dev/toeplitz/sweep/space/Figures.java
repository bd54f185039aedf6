package dev.toeplitz.sweep.space;

/**
 * What one network costs on one design.
 *
 * @param seconds of one inference at the network's own batch
 */
public record Figures(String network, long cycles, double seconds, double picojoules, long dramBytes) {}
