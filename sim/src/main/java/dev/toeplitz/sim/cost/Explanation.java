package dev.toeplitz.sim.cost;

import java.util.Arrays;
import java.util.List;

/**
 * A figure with its reasons: the value, its unit, the formula in words, and the figures that went in. {@link #recomputed}
 * derives the value from the parts again, so that an explanation that does not add up is found.
 */
public record Explanation(String name, double value, String unit, String formula, Rule rule, List<Explanation> parts) {
    public Explanation {
        parts = List.copyOf(parts);
    }

    /** How a value follows from its parts. */
    public enum Rule {
        /** It follows from nothing shown: an input. */
        GIVEN,
        SUM,
        PRODUCT,
        MAXIMUM,
        /** ⌈first / second⌉. */
        CEILING_QUOTIENT,
        QUOTIENT,
        /** max(0, first − Σ rest). */
        EXCESS
    }

    public static Explanation given(String name, double value, String unit, String source) {
        return new Explanation(name, value, unit, source, Rule.GIVEN, List.of());
    }

    /** A figure that follows from its parts by a rule. */
    public static Explanation of(String name, String unit, String formula, Rule rule, Explanation... parts) {
        List<Explanation> list = List.of(parts);
        return new Explanation(name, evaluate(rule, list), unit, formula, rule, list);
    }

    /** The value as its parts give it; {@code value} itself where it is given. */
    public double recomputed() {
        return rule == Rule.GIVEN ? value : evaluate(rule, parts);
    }

    private static double evaluate(Rule rule, List<Explanation> parts) {
        double first = parts.isEmpty() ? 0 : parts.getFirst().value();
        double[] values = parts.stream().mapToDouble(Explanation::value).toArray();
        return switch (rule) {
            case GIVEN -> throw new IllegalArgumentException("a given figure has no parts to follow from");
            case SUM -> Arrays.stream(values).sum();
            case PRODUCT -> Arrays.stream(values).reduce(1, (a, b) -> a * b);
            case MAXIMUM -> Arrays.stream(values).max().orElse(0);
            case CEILING_QUOTIENT -> Math.ceil(first / values[1]);
            case QUOTIENT -> first / values[1];
            case EXCESS -> Math.max(0, 2 * first - Arrays.stream(values).sum());
        };
    }
}
