package dev.toeplitz.graph.hint;

/**
 * Something about one layer that a rule of design advises against. It is advice: good networks break these rules, and
 * know why.
 *
 * @param rule what is advised, the same for all hints of a rule
 * @param layer the name of the node
 * @param found what is there instead
 */
public record Hint(String rule, String layer, String found) {}
