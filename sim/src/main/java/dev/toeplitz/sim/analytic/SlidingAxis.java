package dev.toeplitz.sim.analytic;

import dev.toeplitz.graph.step.Axis.Affine;
import dev.toeplitz.graph.step.Axis.Term;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.work.ToeplitzView;
import dev.toeplitz.terms.MatrixAxis;
import dev.toeplitz.terms.Operand;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * An axis of an operand along which a window slides, so that neighbouring tiles overlap or skip elements. How many
 * elements a tile touches is the {@link ToeplitzView}'s to say.
 */
final class SlidingAxis {
    private final Operand operand;
    private final int position;
    private final int tap;
    private final ToeplitzView view;
    private final int axis;
    private final int[] extents;

    private SlidingAxis(Operand operand, int position, int tap, ToeplitzView view, int axis, int[] extents) {
        this.operand = operand;
        this.position = position;
        this.tap = tap;
        this.view = view;
        this.axis = axis;
        this.extents = extents;
    }

    /** The sliding axis behind an axis of a view; empty where the axis is a plain index or an exact mixed-radix one. */
    static Optional<SlidingAxis> of(Operand operand, View view, int axis, Nest nest, ToeplitzView toeplitz) {
        if (!(view.axes().get(axis) instanceof Affine(int offset, List<Term> terms)) || terms.isEmpty()) {
            return Optional.empty();
        }
        if (coversExactly(offset, terms, nest, view.shape().at(axis))) {
            return Optional.empty();
        }
        Term position = positionOf(terms, nest);
        int tap = terms.stream()
                .filter(term -> term != position)
                .mapToInt(term -> nest.indexOf(term.dim()))
                .findFirst()
                .orElse(-1);
        return Optional.of(
                new SlidingAxis(operand, nest.indexOf(position.dim()), tap, toeplitz, axis, nest.extents));
    }

    /** Each index of the axis is met by exactly one combination: loops nest like digits, and nothing falls outside. */
    private static boolean coversExactly(int offset, List<Term> terms, Nest nest, int size) {
        List<Term> ascending = terms.stream()
                .filter(term -> nest.extents[nest.indexOf(term.dim())] > 1)
                .sorted(Comparator.comparingInt(Term::coefficient))
                .toList();
        long span = 1;
        for (Term term : ascending) {
            if (term.coefficient() < span) {
                return false;
            }
            span = term.coefficient() * (nest.extents[nest.indexOf(term.dim())] - 1L) + span;
        }
        return offset >= 0 && offset + span <= size;
    }

    /** Of two loops the one over pixels (role M) moves the window. */
    private static Term positionOf(List<Term> terms, Nest nest) {
        return terms.stream()
                .filter(term -> nest.roles[nest.indexOf(term.dim())] == MatrixAxis.M)
                .findFirst()
                .orElse(terms.getFirst());
    }

    Operand operand() {
        return operand;
    }

    /** The loop that moves the window. */
    int position() {
        return position;
    }

    /** The loop over the window's taps; −1 where there is none, as in a strided slice. */
    int tap() {
        return tap;
    }

    boolean uses(int loop) {
        return loop == position || loop == tap;
    }

    /** Whether windows have more than one tap, so that elements are met more than once. */
    boolean hasTaps() {
        return tap >= 0 && extents[tap] > 1;
    }

    /** Distinct elements summed over tiles of {@code tile} positions each; what two tiles share is counted twice. */
    long summed(int tile) {
        long sum = 0;
        for (int from = 0; from < extents[position]; from += tile) {
            sum += distinct(from, tile);
        }
        return sum;
    }

    /** The most distinct elements that one tile of {@code tile} positions touches. */
    long most(int tile) {
        long most = 0;
        for (int from = 0; from < extents[position]; from += tile) {
            most = Math.max(most, distinct(from, tile));
        }
        return most;
    }

    private long distinct(int from, int tile) {
        int[] starts = new int[extents.length];
        int[] counts = extents.clone();
        starts[position] = from;
        counts[position] = Math.min(tile, extents[position] - from);
        return view.distinctOnAxis(axis, starts, counts);
    }
}
