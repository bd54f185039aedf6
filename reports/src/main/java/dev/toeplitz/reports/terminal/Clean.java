package dev.toeplitz.reports.terminal;

/** Names from files as they may be printed: no control characters, and not longer than there is room. */
public final class Clean {
    private Clean() {}

    public static String text(String name, int width) {
        String printable = name.codePoints()
                .map(point -> Character.isISOControl(point) || isInvisible(point) ? '·' : point)
                .limit(width + 1L)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return printable.codePointCount(0, printable.length()) <= width
                ? printable
                : printable.substring(0, printable.offsetByCodePoints(0, width - 1)) + "…";
    }

    /** Formatting characters can reorder or hide what stands around them; separators break lines. */
    private static boolean isInvisible(int point) {
        return switch (Character.getType(point)) {
            case Character.FORMAT, Character.UNASSIGNED, Character.SURROGATE -> true;
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.PRIVATE_USE -> true;
            default -> false;
        };
    }
}
