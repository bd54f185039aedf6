package dev.toeplitz.sim.cost;

import java.util.Locale;

/** Counts in words: 1 fold, 2 folds. */
public final class Counted {
    private Counted() {}

    /** @param things their plural, which is one s longer than what one of them is called */
    public static String of(long count, String things) {
        return "%s %s".formatted(String.format(Locale.ROOT, "%,d", count), unit(count, things));
    }

    /** The unit of a number: that of one thing where it is 1, if the unit has a plural. */
    public static String unit(double number, String things) {
        return number == 1 && things.endsWith("s") ? things.substring(0, things.length() - 1) : things;
    }
}
