package dev.toeplitz.hw.yaml;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes as people write them. */
public final class Size {
    private static final Pattern FORM = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*([A-Za-z]*)");
    private static final Map<String, Long> UNITS = Map.of(
            "",
            1L,
            "B",
            1L,
            "KiB",
            1L << 10,
            "MiB",
            1L << 20,
            "GiB",
            1L << 30,
            "kB",
            1000L,
            "KB",
            1000L,
            "MB",
            1_000_000L,
            "GB",
            1_000_000_000L);

    private Size() {}

    /** {@code 24 MiB} as 25165824; a NumberFormatException for what is no whole number of bytes, or no long. */
    public static long parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || !UNITS.containsKey(matcher.group(2))) {
            throw new NumberFormatException(text);
        }
        try {
            return new BigDecimal(matcher.group(1))
                    .multiply(BigDecimal.valueOf(UNITS.get(matcher.group(2))))
                    .longValueExact();
        } catch (ArithmeticException _) {
            throw new NumberFormatException(text);
        }
    }
}
