package dev.toeplitz.sweep.space;

import dev.toeplitz.terms.InputException;
import java.util.HashSet;
import java.util.List;

/**
 * A value of the description that differs between designs.
 *
 * @param path as {@code pe_array.rows}
 * @param values in the order in which designs count through them, as a description writes them
 */
public record Parameter(String path, List<String> values) {
    public Parameter {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new InputException("%s has no values".formatted(path), "at least one", "give a list or a range");
        }
        if (new HashSet<>(values).size() != values.size()) {
            throw new InputException("%s has a value twice".formatted(path), "each value once", "remove one");
        }
    }

    /** Whether every value is a number or a number of bytes. */
    public boolean isNumeric() {
        return values.stream().allMatch(value -> Quantity.of(value) instanceof Double);
    }
}
