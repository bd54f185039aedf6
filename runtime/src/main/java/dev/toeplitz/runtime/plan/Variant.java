package dev.toeplitz.runtime.plan;

import dev.toeplitz.terms.InputException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One of the ways in which a candidate can carry a task out: its tunables and their values. As text, {@code tile cols=6 vectors=2}.
 *
 * @param candidate its name
 * @param values in the order in which the candidate lists them; empty where it leaves nothing to choose
 */
public record Variant(String candidate, Map<String, Integer> values) {
    public Variant {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    static Variant of(String candidate) {
        return new Variant(candidate, Map.of());
    }

    /** This one with one more value. */
    Variant with(String name, int value) {
        Map<String, Integer> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Variant(candidate, more);
    }

    /** A value, or 0 where it is not said, which no tunable may be. */
    int value(String name) {
        return values.getOrDefault(name, 0);
    }

    /** Reads what {@link #toString} writes. Whether such a candidate or value exists, only the candidates know. */
    public static Variant parse(String text) {
        String[] words = text.strip().split(" +");
        Variant variant = of(words[0]);
        for (int i = 1; i < words.length; i++) {
            String[] sides = words[i].split("=", -1);
            if (sides.length != 2 || !sides[1].matches("-?\\d{1,9}")) {
                throw new InputException(
                        "'%s' in '%s'".formatted(words[i], text), "NAME=NUMBER", "as in 'tile cols=6 vectors=2'");
            }
            variant = variant.with(sides[0], Integer.parseInt(sides[1]));
        }
        return variant;
    }

    /** The values alone. */
    String words() {
        return values.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(" "));
    }

    @Override
    public String toString() {
        return values.isEmpty() ? candidate : candidate + " " + words();
    }
}
