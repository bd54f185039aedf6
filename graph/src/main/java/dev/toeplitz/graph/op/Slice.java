package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Step.Copy;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.Require;
import java.util.List;

/** Part of a tensor; one range for each axis, already resolved against its shape. */
public record Slice(List<Range> ranges) implements SameType {
    public Slice {
        ranges = List.copyOf(ranges);
    }

    /** {@code count} indices from {@code start}, {@code step} apart; the step may be negative. */
    public record Range(int start, int count, int step) {
        public Range {
            Require.atLeast("count", count, 0);
            Require.that(step != 0, "step is 0", "any other", "correct steps");
        }
    }

    @Override
    public Shape output(List<Shape> inputs) {
        Shape x = Inputs.rank("the input", Inputs.count(inputs, 1).getFirst(), ranges.size());
        for (int axis = 0; axis < ranges.size(); axis++) {
            requireInside(ranges.get(axis), x, axis);
        }
        return new Shape(ranges.stream().map(Range::count).toList());
    }

    private static void requireInside(Range range, Shape x, int axis) {
        int last = range.start() + (range.count() - 1) * range.step();
        boolean inside =
                range.count() == 0 || Math.min(range.start(), last) >= 0 && Math.max(range.start(), last) < x.at(axis);
        Require.that(
                inside,
                "indices %d to %d of axis %d of shape %s".formatted(range.start(), last, axis, x),
                "indices that exist",
                "correct starts and ends");
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        Shape x = inputs.getFirst().shape();
        Shape y = output(List.of(x));
        View.Builder from = View.of(0, x);
        for (int axis = 0; axis < ranges.size(); axis++) {
            from.axis(Axis.of(
                    ranges.get(axis).start(),
                    LoopDim.axis(axis),
                    ranges.get(axis).step()));
        }
        return new Definition(
                1, List.of(new Move(y, List.of(new Copy(Loops.over(y), from.build(), View.aligned(1, y, y))), 0)));
    }
}
