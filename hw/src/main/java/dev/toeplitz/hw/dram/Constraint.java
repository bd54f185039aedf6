package dev.toeplitz.hw.dram;

import dev.toeplitz.terms.Require;

/**
 * {@code after} may not come earlier than {@code clocks} after the {@code window}-th last {@code before} on the same
 * channel, bank group or bank.
 *
 * @param name as the standard calls it
 * @param window 1 for the last command; 4 for the four-activate window
 */
public record Constraint(String name, Level level, Command before, Command after, int clocks, int window) {
    public Constraint {
        Require.atLeast(name, clocks, 0);
        Require.positive("window", window);
    }
}
