package dev.toeplitz.sweep.engine;

import dev.toeplitz.sweep.space.Outcome;
import java.util.List;

/** Carries out trials. */
public interface Engine extends AutoCloseable {
    /** The outcome of each design, in the order given. */
    List<Outcome> run(long[] designs);

    /** How many designs are tried at the same time. */
    int width();

    /** How many designs are given at once at most: what is at hand grows with it, and a kill costs twice as many. */
    default int most() {
        return 1 << 14;
    }

    /** How long those that are given at once should take. */
    default double seconds() {
        return 0.4;
    }

    @Override
    void close();
}
