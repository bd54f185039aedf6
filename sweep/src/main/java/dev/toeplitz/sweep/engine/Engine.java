package dev.toeplitz.sweep.engine;

import dev.toeplitz.sweep.space.Outcome;
import java.util.List;

/** Carries out trials. */
public interface Engine extends AutoCloseable {
    /** The outcome of each design, in the order given. */
    List<Outcome> run(long[] designs);

    /** How many designs are tried at the same time. */
    int width();

    @Override
    void close();
}
