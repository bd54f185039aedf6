package dev.toeplitz.sweep.space;

import dev.toeplitz.hw.yaml.Size;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Values of a description as numbers, where they are. */
public final class Quantity {
    /** Values of parameters are met again in every design. */
    private static final Map<String, Object> KNOWN = new ConcurrentHashMap<>();

    private static final int MOST_KNOWN = 1 << 16;

    private Quantity() {}

    /** A Double for numbers and numbers of bytes ({@code 64 KiB}); the text itself for anything else. */
    public static Object of(String text) {
        Object known = KNOWN.get(text);
        if (known != null) {
            return known;
        }
        if (KNOWN.size() >= MOST_KNOWN) {
            KNOWN.clear();
        }
        Object found = read(text);
        KNOWN.put(text, found);
        return found;
    }

    private static Object read(String text) {
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
