package dev.toeplitz.hw.yaml;

/**
 * One value of a description, for showing where it comes from.
 *
 * @param path the key, as {@code pe_array.rows}
 * @param source as the description gives it; empty where it gives none, {@code default} where the value is not given
 * @param line in the file, from 1; 0 for a default
 */
public record Entry(String path, String value, String source, int line) {}
