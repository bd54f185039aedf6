package dev.toeplitz.hw;

import dev.toeplitz.terms.Require;

/** Memory for partial sums beside the array, at accumulator precision; 0 bytes where the output buffer holds them. */
public record Accumulators(long bytes) {
    public static final Accumulators NONE = new Accumulators(0);

    public Accumulators {
        Require.atLeast("accumulators", bytes, 0);
    }

    public boolean present() {
        return bytes > 0;
    }
}
