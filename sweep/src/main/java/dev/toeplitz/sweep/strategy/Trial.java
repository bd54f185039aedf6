package dev.toeplitz.sweep.strategy;

import dev.toeplitz.sweep.space.Outcome;
import java.util.List;

/** Tries designs for a strategy. */
@FunctionalInterface
public interface Trial {
    /** The outcome of each, in the order given. Designs of one call are tried at once, on all cores. */
    List<Outcome> evaluate(long[] designs);

    /** How many designs are given in one call at best, where it makes no difference which. */
    default int most() {
        return 1 << 14;
    }
}
