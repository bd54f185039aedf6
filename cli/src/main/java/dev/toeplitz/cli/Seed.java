package dev.toeplitz.cli;

import dev.toeplitz.terms.InputException;

/** The number in {@code random:SEED}. */
final class Seed {
    private static final String PREFIX = "random:";

    private Seed() {}

    /** Of {@code --weights} where nothing else can be given. */
    static long ofWeights(String text) {
        return of("--weights", text, "random:SEED with a whole number");
    }

    /** {@code expected} is what else the option takes. */
    static long of(String option, String text, String expected) {
        try {
            if (text.startsWith(PREFIX)) {
                return Long.parseLong(text.substring(PREFIX.length()));
            }
        } catch (NumberFormatException _) {
            // Said below, as for any other text.
        }
        throw new InputException("'%s'".formatted(text), expected, "as in random:1").at(option);
    }
}
