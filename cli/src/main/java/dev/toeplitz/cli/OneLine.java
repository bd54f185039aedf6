package dev.toeplitz.cli;

/** Messages may hold text from files; control characters in it must not reach a terminal. */
final class OneLine {
    private static final int MOST = 1000;

    private OneLine() {}

    static String of(String message) {
        String line = message.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= MOST ? line : line.substring(0, MOST) + "…";
    }
}
