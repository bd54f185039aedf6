package dev.toeplitz.graph.onnx;

import java.util.HashSet;
import java.util.Set;

/**
 * Names of a graph, made from a file's: each unique, none longer than a line or with characters that would spoil a
 * message or a terminal.
 */
final class Names {
    private static final int MOST_CHARACTERS = 160;

    private final Set<String> taken = new HashSet<>();

    /** {@code wanted}, cleaned, and numbered where it is taken. */
    String take(String wanted) {
        String clean = clean(wanted);
        String name = clean;
        for (int i = 2; !taken.add(name); i++) {
            name = clean + "_" + i;
        }
        return name;
    }

    /** Shortened, and with control and format characters written as Java escapes. */
    static String clean(String name) {
        StringBuilder clean = new StringBuilder();
        name.codePoints().limit(MOST_CHARACTERS).forEach(c -> {
            if (Character.isISOControl(c)
                    || Character.getType(c) == Character.FORMAT
                    || Character.getType(c) == Character.SURROGATE) {
                clean.append("\\u%04x".formatted(c));
            } else {
                clean.appendCodePoint(c);
            }
        });
        return name.codePointCount(0, name.length()) > MOST_CHARACTERS ? clean + "…" : clean.toString();
    }
}
