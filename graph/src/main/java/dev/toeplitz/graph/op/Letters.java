package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.Require;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The axes of an {@link Einsum}: a letter for each axis of each operand and of the result. The axes that … stands for are
 * digits, 0 the last of them.
 */
record Letters(List<String> operands, String result, Map<Integer, Integer> extents) {
    private static final String ELLIPSIS = "...";

    /** Digits are left to the axes of an ellipsis. */
    private static final Pattern WELL_FORMED = Pattern.compile("([A-Za-z]|,|\\.{3})*(->([A-Za-z]|\\.{3})*)?");

    static Letters parse(String equation, List<Shape> inputs) {
        String spaceless = equation.replace(" ", "");
        Require.that(
                WELL_FORMED.matcher(spaceless).matches(),
                "equation '%s'".formatted(equation),
                "letters, commas, '...' and at most one '->'",
                "correct the equation");
        String[] sides = spaceless.split("->", -1);
        String[] terms = sides[0].split(",", -1);
        Require.that(
                terms.length == inputs.size(),
                "equation '%s' for %d inputs".formatted(equation, inputs.size()),
                "a term for each input",
                "correct the equation");
        List<String> operands = IntStream.range(0, terms.length)
                .mapToObj(i -> spelled(terms[i], inputs.get(i).rank()))
                .toList();
        Map<Integer, Integer> extents = new HashMap<>();
        for (int i = 0; i < terms.length; i++) {
            measure(operands.get(i), inputs.get(i), extents);
        }
        int wide = (int) extents.keySet().stream().filter(Character::isDigit).count();
        String result = sides.length == 2
                ? spelled(sides[1], sides[1].replace(ELLIPSIS, "").length() + (sides[1].contains(ELLIPSIS) ? wide : 0))
                : implied(operands, wide);
        Require.that(
                result.chars().allMatch(extents::containsKey)
                        && result.chars().distinct().count() == result.length(),
                "result '%s'".formatted(result),
                "letters of the operands, each once",
                "correct the equation");
        return new Letters(operands, result, extents);
    }

    /** The term with a digit for each axis that the ellipsis stands for. */
    private static String spelled(String term, int rank) {
        int named = term.replace(ELLIPSIS, "").length();
        int wide = rank - named;
        int ellipses = (term.length() - named) / ELLIPSIS.length();
        Require.that(
                ellipses == 0 && wide == 0 || ellipses == 1 && wide >= 0,
                "term '%s' for %d axes".formatted(term, rank),
                "a letter for each axis",
                "correct the equation");
        return term.replace(ELLIPSIS, digits(wide));
    }

    private static String digits(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> String.valueOf(count - 1 - i))
                .collect(Collectors.joining());
    }

    /** Without a result, the letters that occur once, in alphabetical order. */
    private static String implied(List<String> operands, int wide) {
        String all = String.join("", operands);
        return digits(wide)
                + all.chars()
                        .filter(letter -> Character.isLetter(letter) && all.indexOf(letter) == all.lastIndexOf(letter))
                        .sorted()
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining());
    }

    private static void measure(String term, Shape shape, Map<Integer, Integer> extents) {
        for (int axis = 0; axis < shape.rank(); axis++) {
            int letter = term.charAt(axis);
            int extent = shape.at(axis);
            int known = extents.getOrDefault(letter, extent);
            boolean repeats = Character.isDigit(letter) && (known == 1 || extent == 1);
            Require.that(
                    known == extent || repeats,
                    "axis '%c' of %d and of %d elements".formatted(letter, known, extent),
                    "as many",
                    "check the shapes that flow into this node");
            extents.put(letter, known == 1 ? extent : known);
        }
    }

    Shape output() {
        return shape(result);
    }

    int extent(int letter) {
        return extents.get(letter);
    }

    Shape shape(String term) {
        return new Shape(term.chars().mapToObj(extents::get).toList());
    }

    /** The extents that {@code kept} letters have in one operand, where a broadcast axis may have 1. */
    Shape shape(String kept, String term, Shape operand) {
        return new Shape(kept.chars()
                .mapToObj(letter -> operand.at(term.indexOf(letter)))
                .toList());
    }

    /** A loop for each letter, the result's first. */
    LoopDim loop(int letter) {
        return LoopDim.axis(joined(result, String.join("", operands)).indexOf(letter));
    }

    View view(int value, Shape shape, String term) {
        View.Builder view = View.of(value, shape);
        for (int axis = 0; axis < shape.rank(); axis++) {
            boolean repeats = shape.at(axis) == 1 && extent(term.charAt(axis)) != 1;
            view.axis(repeats ? Axis.at(0) : Axis.of(loop(term.charAt(axis))));
        }
        return view.build();
    }

    /** What the result and the other operands name. */
    String neededBeside(int operand) {
        return result
                + IntStream.range(0, operands.size())
                        .filter(i -> i != operand)
                        .mapToObj(operands::get)
                        .collect(Collectors.joining());
    }

    /** The letters that a product of the first operands must keep, in the result's order where the result has them. */
    String keptAfter(int operand, String present) {
        String later = String.join("", operands.subList(operand + 1, operands.size()));
        return only(joined(result, later), present);
    }

    /** The letters of {@code term}, each once, that {@code allowed} has. */
    static String only(String term, String allowed) {
        return term.chars()
                .distinct()
                .filter(letter -> allowed.indexOf(letter) >= 0)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    /** The letters of both, each once. */
    static String joined(String first, String second) {
        return only(first + second, first + second);
    }
}
