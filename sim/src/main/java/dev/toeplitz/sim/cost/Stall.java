package dev.toeplitz.sim.cost;

import dev.toeplitz.terms.Require;

/** Cycles in which the engine waits, and why. */
public record Stall(Cause cause, long cycles) {
    public Stall {
        Require.positive("stall cycles", cycles);
    }
}
