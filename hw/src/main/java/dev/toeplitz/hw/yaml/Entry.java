package dev.toeplitz.hw.yaml;

/**
 * One value of a description, for showing where it comes from.
 *
 * @param path the key, as {@code pe_array.rows}
 * @param value as the description writes it
 * @param source as the description gives it; empty where it gives none, {@code default: why} where the value is not given
 * @param line in the file, from 1; 0 for a default
 */
public record Entry(String path, String value, String source, int line) {
    private static final String DEFAULT = "default: ";

    static Entry ofDefault(String path, String value, String why) {
        return new Entry(path, value, DEFAULT + why, 0);
    }

    /** Whether the description leaves the value out. */
    public boolean isDefault() {
        return source.startsWith(DEFAULT);
    }

    /** The unit of the value; empty for names, types, shares and truths. */
    public String unit() {
        return Units.of(path);
    }
}
