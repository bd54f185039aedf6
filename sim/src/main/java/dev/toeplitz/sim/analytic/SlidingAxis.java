package dev.toeplitz.sim.analytic;

import dev.toeplitz.graph.step.Axis.Affine;
import dev.toeplitz.graph.step.Axis.Term;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.terms.MatrixAxis;
import dev.toeplitz.terms.Operand;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * An axis of an operand along which a window slides, so that neighbouring tiles overlap or skip elements: index =
 * offset + stride · position + dilation · tap, of which those in 0 … size − 1 exist.
 *
 * @param position the loop that moves the window
 * @param tap the loop over the window's taps, −1 where there is none (a strided slice)
 */
record SlidingAxis(
        Operand operand,
        int position,
        int tap,
        int offset,
        int stride,
        int dilation,
        int taps,
        int positions,
        int size) {

    /** The sliding axis behind an axis of a view; empty where the axis is a plain index or an exact mixed-radix one. */
    static Optional<SlidingAxis> of(Operand operand, View view, int axis, Nest nest) {
        if (!(view.axes().get(axis) instanceof Affine(int offset, List<Term> terms)) || terms.isEmpty()) {
            return Optional.empty();
        }
        int size = view.shape().at(axis);
        List<Term> moving = terms.stream()
                .filter(term -> nest.extents[nest.indexOf(term.dim())] > 1)
                .sorted(Comparator.comparingInt(Term::coefficient))
                .toList();
        if (coversExactly(offset, moving, nest, size)) {
            return Optional.empty();
        }
        Term position = positionOf(terms, nest);
        Optional<Term> tap = terms.stream().filter(term -> term != position).findFirst();
        int at = nest.indexOf(position.dim());
        int under = tap.map(term -> nest.indexOf(term.dim())).orElse(-1);
        return Optional.of(new SlidingAxis(
                operand,
                at,
                under,
                offset,
                position.coefficient(),
                tap.map(Term::coefficient).orElse(0),
                under < 0 ? 1 : nest.extents[under],
                nest.extents[at],
                size));
    }

    /** Each index of the axis is met by exactly one combination: loops nest like digits, and nothing falls outside. */
    private static boolean coversExactly(int offset, List<Term> ascending, Nest nest, int size) {
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

    boolean uses(int loop) {
        return loop == position || loop == tap;
    }

    /** Distinct elements that positions {@code from} to {@code from + count − 1} touch. */
    long distinct(int from, int count) {
        boolean contiguous = taps == 1 ? stride == 1 : dilation == 1 && taps >= stride;
        if (contiguous) {
            long first = Math.max(0, offset + (long) stride * from);
            long last =
                    Math.min(size - 1L, offset + (long) stride * (from + count - 1L) + (long) dilation * (taps - 1L));
            return Math.max(0, last - first + 1);
        }
        return counted(from, count);
    }

    /** With gaps between taps or windows, by marking. */
    private long counted(int from, int count) {
        BitSet touched = new BitSet(size);
        for (int i = from; i < from + count; i++) {
            for (int tap = 0; tap < taps; tap++) {
                int index = offset + stride * i + dilation * tap;
                if (index >= 0 && index < size) {
                    touched.set(index);
                }
            }
        }
        return touched.cardinality();
    }

    /** Distinct elements summed over tiles of {@code tile} positions each; what two tiles share is counted twice. */
    long summed(int tile) {
        long sum = 0;
        for (int from = 0; from < positions; from += tile) {
            sum += distinct(from, Math.min(tile, positions - from));
        }
        return sum;
    }

    /** The most distinct elements that one tile of {@code tile} positions touches. */
    long most(int tile) {
        long most = 0;
        for (int from = 0; from < positions; from += tile) {
            most = Math.max(most, distinct(from, Math.min(tile, positions - from)));
        }
        return most;
    }
}
