package dev.toeplitz.sim.coding;

import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Require;
import java.util.OptionalInt;

/**
 * What is known of a tensor's elements.
 *
 * @param density the share that is not zero
 * @param bits of an element in DRAM; empty where they are the machine's
 */
public record Content(double density, OptionalInt bits) {
    private static final int MOST_BITS = 64;

    public Content {
        if (!(density >= 0 && density <= 1)) {
            throw new InputException("density is %s".formatted(density), "0 to 1", "give the share that is not zero");
        }
        bits.ifPresent(width -> {
            Require.positive("bits", width);
            Require.atMost("bits", width, MOST_BITS);
        });
    }

    public Content(double density) {
        this(density, OptionalInt.empty());
    }

    /** Elements that are not zero, of so many; rounded up. */
    public long kept(long elements) {
        // A share of 0.29 of 100 is 29, and not 30 for what doubles lose.
        return Math.min(elements, (long) Math.ceil(elements * density * (1 - 1e-12)));
    }
}
