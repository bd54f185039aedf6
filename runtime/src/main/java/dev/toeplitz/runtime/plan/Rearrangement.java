package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Axis.Term;
import dev.toeplitz.graph.step.Step.Copy;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.tensor.Shape;
import java.util.List;
import java.util.Optional;

/** What a move amounts to: the same elements under another shape, or tensors side by side, need not be carried out at all. */
final class Rearrangement {
    private Rearrangement() {}

    /** The number of the value whose elements a move gives in their own order; empty where it does anything else. */
    static Optional<Integer> reshaped(Move move, List<Item> items) {
        if (move.copies().size() != 1) {
            return Optional.empty();
        }
        Copy copy = move.copies().getFirst();
        Shape source = items.get(copy.from().operand()).shape();
        Optional<Access> from = Access.of(copy.from(), Layout.rowMajor(source), copy.loops());
        Optional<Access> to = Access.of(copy.to(), Layout.rowMajor(move.result()), copy.loops());
        boolean same = from.isPresent()
                && to.isPresent()
                && sameAddress(from.get(), to.get())
                && source.elements() == move.result().elements()
                && copy.loops().points() == source.elements();
        return same ? Optional.of(copy.from().operand()) : Optional.empty();
    }

    static boolean sameAddress(Access one, Access other) {
        return one.base() == other.base()
                && one.guards().isEmpty()
                && other.guards().isEmpty()
                && one.strides().equals(other.strides());
    }

    /** Where in the result's layout a copy of a whole tensor comes to lie; empty where the copy is anything else. */
    static Optional<Layout> part(Copy copy, Shape source, Layout result) {
        if (!copy.from().shape().equals(source)
                || copy.to().axes().size() != source.rank()
                || !copy.to().shape().equals(result.shape())) {
            return Optional.empty();
        }
        long offset = result.offset();
        for (int axis = 0; axis < source.rank(); axis++) {
            if (!(copy.from().axes().get(axis) instanceof Axis.Affine(int from, List<Term> own))
                    || !(copy.to().axes().get(axis) instanceof Axis.Affine(int to, List<Term> its))
                    || from != 0
                    || !own.equals(its)
                    || own.size() != 1
                    || own.getFirst().coefficient() != 1
                    || copy.loops().extent(own.getFirst().dim()) != source.at(axis)) {
                return Optional.empty();
            }
            offset += to * result.strides().get(axis);
        }
        return Optional.of(new Layout(source, result.strides(), offset));
    }

    /** Whether the copies write every element, so that nothing else is written by the move. */
    static boolean covers(Move move) {
        return move.copies().stream().mapToLong(copy -> copy.loops().points()).sum()
                == move.result().elements();
    }
}
