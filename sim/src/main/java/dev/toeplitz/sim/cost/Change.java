package dev.toeplitz.sim.cost;

/** What a change of the machine would do to the time: {@code speedup} is old cycles over new ones. */
public record Change(String name, double speedup) {}
