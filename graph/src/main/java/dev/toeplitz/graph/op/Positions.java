package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;
import static dev.toeplitz.graph.step.Scalar.constant;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.Step.Reduce;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.Require;
import java.util.List;

/** Where along an axis the largest or smallest element of each lane stands. */
final class Positions {
    private Positions() {}

    static Shape output(Shape x, int axis, boolean keepsAxis) {
        List<Integer> lane = List.of(x.axis(axis));
        Require.that(x.at(axis) > 0, "an empty axis of shape %s".formatted(x), "at least one element", "check axis");
        return keepsAxis
                ? Lanes.folded(x, lane)
                : new Shape(Lanes.kept(x, lane).stream().map(x::at).toList());
    }

    /** The last of equals is the first of the axis read backwards. */
    static Definition define(Fold fold, Shape x, int axis, boolean last) {
        Shape x3 = before(x, x.axis(axis), x.axis(axis) + 1);
        Reduce found = new Reduce(x3.with(1, 1), lane(x3), lane(0, x3, last), fold);
        Shape y = found.result();
        Scalar fromEnd = constant(x3.at(1) - 1).minus(arg(0));
        return last
                ? new Definition(1, List.of(found, new Pointwise(y, List.of(View.aligned(1, y, y)), fromEnd)))
                : new Definition(1, List.of(found));
    }

    /** A lane of {@code axes} neighbouring axes from {@code axis} on must lie in the shape. */
    static void requireLane(Shape x, int axis, int axes) {
        int from = x.axis(axis);
        Require.that(
                axes >= 1 && from + axes <= x.rank(),
                "%d axes from axis %d of shape %s".formatted(axes, from, x),
                "1 to %d".formatted(x.rank() - from),
                "correct the axis attribute");
    }

    /** The shape seen as before × along × after; axes {@code from} to {@code to} are one. */
    static Shape before(Shape x, int from, int to) {
        return Shape.of(x.product(0, from), x.product(from, to), x.product(to, x.rank()));
    }

    /** The loop along the lane. */
    static Loops lane(Shape x3) {
        return Loops.none().with(LoopDim.IN_CHANNEL, x3.at(1));
    }

    static View lane(int operand, Shape x3, boolean backwards) {
        Axis along = backwards ? Axis.of(x3.at(1) - 1, LoopDim.IN_CHANNEL, -1) : Axis.of(LoopDim.IN_CHANNEL);
        return View.of(operand, x3)
                .axis(LoopDim.axis(0))
                .axis(along)
                .axis(LoopDim.axis(2))
                .build();
    }
}
