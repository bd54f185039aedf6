package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Step.Reduce;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.LoopDim;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Steps over whole axes of a tensor: a fold drops them, and a view of what it gave repeats it along them again. */
final class Lanes {
    private Lanes() {}

    /** A fold of all elements that differ in {@code axes} only; the result has the other axes. */
    static Reduce fold(Fold fold, int operand, Shape x, List<Integer> axes) {
        List<Integer> kept = kept(x, axes);
        Shape result = new Shape(kept.stream().map(x::at).toList());
        List<Integer> order = Stream.concat(kept.stream(), axes.stream()).toList();
        Loops window = Loops.none();
        for (int i = 0; i < axes.size(); i++) {
            window = window.with(LoopDim.axis(kept.size() + i), x.at(axes.get(i)));
        }
        View.Builder view = View.of(operand, x);
        IntStream.range(0, x.rank()).forEach(axis -> view.axis(LoopDim.axis(order.indexOf(axis))));
        return new Reduce(result, window, view.build(), fold);
    }

    /** What a fold over {@code axes} of {@code x} gave, at each element of {@code x}. */
    static View repeated(int operand, Shape x, List<Integer> axes) {
        return View.aligned(operand, folded(x, axes), x);
    }

    /** The shape with {@code axes} folded to 1. */
    static Shape folded(Shape x, List<Integer> axes) {
        Shape folded = x;
        for (int axis : axes) {
            folded = folded.with(axis, 1);
        }
        return folded;
    }

    /** The axes that are not folded, in order. */
    static List<Integer> kept(Shape x, List<Integer> axes) {
        return IntStream.range(0, x.rank())
                .filter(axis -> !axes.contains(axis))
                .boxed()
                .toList();
    }

    /** How many elements one fold joins. */
    static long points(Shape x, List<Integer> axes) {
        return axes.stream().mapToLong(x::at).reduce(1, Math::multiplyExact);
    }

    /** All axes from {@code from} on. */
    static List<Integer> from(Shape x, int from) {
        return IntStream.range(from, x.rank()).boxed().toList();
    }
}
