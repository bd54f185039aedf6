package dev.toeplitz.sweep.space;

import dev.toeplitz.hw.yaml.Size;

/** Values of a description as numbers, where they are. */
public final class Quantity {
    private Quantity() {}

    /** A Double for numbers and numbers of bytes ({@code 64 KiB}); the text itself for anything else. */
    public static Object of(String text) {
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException _) {
            return size(text);
        }
    }

    private static Object size(String text) {
        try {
            return (double) Size.parse(text);
        } catch (NumberFormatException _) {
            return text;
        }
    }

    /** A number as a description writes it: without a fraction where it has none. */
    public static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }
}
