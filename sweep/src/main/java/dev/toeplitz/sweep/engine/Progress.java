package dev.toeplitz.sweep.engine;

import dev.toeplitz.sweep.space.Outcome.Evaluated;

/**
 * How far a sweep is.
 *
 * @param most designs that it will have tried at the end
 * @param computed of those that are done, the ones that were not kept from before
 */
public record Progress(long done, long most, long computed, double seconds, Front front) {
    @FunctionalInterface
    public interface Listener {
        void at(Progress progress);

        /** Every design that was simulated, now or before. */
        default void evaluated(Evaluated outcome) {}
    }

    /** Designs computed a second. */
    public double rate() {
        return seconds > 0 ? computed / seconds : 0;
    }
}
