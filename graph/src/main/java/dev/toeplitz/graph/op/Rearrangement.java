package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Step.Copy;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.LoopDim;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Definitions of one move. */
final class Rearrangement {
    private Rearrangement() {}

    /** Each element of {@code y} is what {@code from} reads, with y's axes as loops; 0 where that is outside. */
    static Definition gather(Shape y, View from) {
        return gather(y, from, 0);
    }

    static Definition gather(Shape y, View from, double fill) {
        return new Definition(
                1, List.of(new Move(y, List.of(new Copy(Loops.over(y), from, View.aligned(1, y, y))), fill)));
    }

    /** The input seen as {@code split}, its axes reordered, seen as {@code y}: reshape, transpose, reshape in one. */
    static Definition through(Shape split, List<Integer> order, Shape y) {
        Shape turned = new Shape(order.stream().map(split::at).toList());
        View.Builder from = View.of(0, split);
        IntStream.range(0, split.rank()).forEach(axis -> from.axis(LoopDim.axis(order.indexOf(axis))));
        Copy copy = new Copy(Loops.over(turned), from.build(), View.aligned(1, turned, turned));
        return new Definition(1, List.of(new Move(y, List.of(copy), 0)));
    }

    /** The index along an axis from a table with an entry for each position of the result. */
    static Axis table(LoopDim loop, int count, IntUnaryOperator index) {
        return new Axis.Lookup(
                loop, IntStream.range(0, count).map(index).boxed().toList());
    }
}
