package dev.toeplitz.terms;

/** Checks that records make of their own components; they know nothing of files. */
public final class Require {
    private Require() {}

    /** {@code value} must be at least 1. */
    public static void positive(String name, long value) {
        atLeast(name, value, 1);
    }

    /** {@code value} must be a number above 0. */
    public static void positive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new InputException("%s is %s".formatted(name, value), "a number above 0", "give a positive value");
        }
    }

    /** {@code value} must be at least {@code least}. */
    public static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new InputException(
                    "%s is %d".formatted(name, value), "at least %d".formatted(least), "give a larger value");
        }
    }

    /** {@code value} must be at most {@code most}. */
    public static void atMost(String name, long value, long most) {
        if (value > most) {
            throw new InputException(
                    "%s is %,d".formatted(name, value), "at most %,d".formatted(most), "give a smaller value");
        }
    }

    /** Anything else that must hold. */
    public static void that(boolean holds, String found, String expected, String toTry) {
        if (!holds) {
            throw new InputException(found, expected, toTry);
        }
    }
}
