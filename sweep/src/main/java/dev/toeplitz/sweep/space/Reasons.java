package dev.toeplitz.sweep.space;

import java.util.regex.Pattern;

/** Messages without the numbers in which they differ, so that designs refused alike count together. */
public final class Reasons {
    private static final Pattern NUMBER = Pattern.compile("\\d[\\d,.]*");

    private Reasons() {}

    public static String general(String message) {
        return NUMBER.matcher(message).replaceAll("#");
    }
}
