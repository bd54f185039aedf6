package dev.toeplitz.kernels;

import dev.toeplitz.terms.Require;
import java.util.List;

/**
 * A number that a kernel is compiled with: its macro in the source, and what it may be, best first. The last choice is the
 * least demanding one.
 */
public record Tunable(String macro, List<Integer> choices) {
    public Tunable {
        Require.that(!choices.isEmpty(), macro + " has no choices", "at least one", "give the least demanding");
        choices = List.copyOf(choices);
    }
}
