package dev.toeplitz.sweep.space;

import dev.toeplitz.hw.Accelerator;

/** One point of a space: a machine that can be simulated, or the reason why there is none. */
public sealed interface Design {
    /** Its number in the space. */
    long id();

    record Valid(long id, Accelerator accelerator, Resources resources) implements Design {}

    /**
     * @param reason the same text for all designs refused alike
     */
    record Refused(long id, String reason) implements Design {}
}
