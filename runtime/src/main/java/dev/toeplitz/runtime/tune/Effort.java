package dev.toeplitz.runtime.tune;

import java.util.Locale;

/** How much is tried for a task. */
public enum Effort {
    /** The likeliest few of each candidate. */
    QUICK(6, 7),
    /** Most of them, each measured longer. */
    FULL(24, 15);

    private final int variants;
    private final int pairs;

    Effort(int variants, int pairs) {
        this.variants = variants;
        this.pairs = pairs;
    }

    /** How many of each candidate's variants are tried. */
    int variants() {
        return variants;
    }

    /** How often two variants are timed in turn. */
    int pairs() {
        return pairs;
    }

    /** As it is written on a command line and in files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
