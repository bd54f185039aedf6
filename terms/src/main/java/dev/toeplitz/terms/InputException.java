package dev.toeplitz.terms;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * What a user gave cannot be used. The message reads <em>where: what was found; expected what; what to try</em>. Code
 * that knows no file throws it without a place; each reader on the way out adds its own with {@link #at}.
 */
public final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Names further away than this are no help to somebody who mistyped. */
    private static final int MOST_EDITS = 4;

    public InputException(String found, String expected, String toTry) {
        this(found + "; expected " + expected + "; " + toTry, null);
    }

    private InputException(String message, Throwable cause) {
        super(message, cause);
    }

    /** For the rare case in which the cause is another exception, such as one of the file system. */
    public InputException(String found, String expected, String toTry, Throwable cause) {
        this(found + "; expected " + expected + "; " + toTry, cause);
    }

    /** The same, with the place put before it: a key, then a file with its line, from the inside out. */
    public InputException at(String place) {
        InputException placed = new InputException(place + ": " + getMessage(), getCause());
        placed.setStackTrace(getStackTrace());
        return placed;
    }

    /** {@code found} is no {@code kind} we know; names the nearest one, or all where they are few. */
    public static InputException unknown(String kind, String found, Collection<String> known) {
        boolean few = known.size() <= 16;
        String expected = few ? "one of " + String.join(", ", known) : "one of %d known".formatted(known.size());
        String toTry = nearest(found, known)
                .map("did you mean '%s'?"::formatted)
                .orElseGet(() -> few ? "take a name from the list" : "take one of them, such as " + first(known));
        return new InputException("'%s' is no %s".formatted(found, kind), expected, toTry);
    }

    /** The name that was most likely mistyped; none where half of it would have to be typed anew. */
    private static Optional<String> nearest(String found, Collection<String> known) {
        LevenshteinDistance distance = new LevenshteinDistance(MOST_EDITS);
        record Candidate(String name, int edits) {}
        return known.stream()
                .map(name -> new Candidate(name, distance.apply(found.toLowerCase(), name.toLowerCase())))
                .filter(candidate -> candidate.edits >= 0)
                .filter(candidate -> 2 * candidate.edits
                        <= 1 + Math.min(found.length(), candidate.name().length()))
                .min(Comparator.comparingInt(Candidate::edits))
                .map(Candidate::name);
    }

    private static String first(Collection<String> known) {
        return known.stream().limit(3).collect(Collectors.joining("', '", "'", "'"));
    }
}
