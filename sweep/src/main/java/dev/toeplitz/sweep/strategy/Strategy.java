package dev.toeplitz.sweep.strategy;

import dev.toeplitz.sweep.space.Space;

/** A way through a space. */
public interface Strategy {
    /** Its name and whatever makes it the same again, as {@code random of 1000, seed 1}. */
    String title();

    /** How many designs it tries at most. */
    long most(Space space);

    void explore(Space space, Trial trial);
}
