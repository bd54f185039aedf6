package dev.toeplitz.hw.yaml;

import java.util.Map;

/** Numbers of bytes as people write them. */
final class Size {
    private static final Map<String, Long> UNITS =
            Map.of("", 1L, "B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30, "kB", 1000L, "MB", 1_000_000L);

    private Size() {}

    /** {@code 24 MiB} as 25165824; a NumberFormatException for what is no size. */
    static long parse(String text) {
        int end = 0;
        while (end < text.length() && (Character.isDigit(text.charAt(end)) || text.charAt(end) == '.')) {
            end++;
        }
        Long unit = UNITS.get(text.substring(end).strip());
        double bytes = Double.parseDouble(text.substring(0, end)) * (unit == null ? Double.NaN : unit);
        if (bytes != Math.rint(bytes) || Double.isInfinite(bytes)) {
            throw new NumberFormatException(text);
        }
        return (long) bytes;
    }
}
