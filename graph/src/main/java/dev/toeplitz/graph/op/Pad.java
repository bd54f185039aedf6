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
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** A border around a tensor, of a value or of its own elements; a negative width crops. */
public record Pad(Mode mode, List<Integer> before, List<Integer> after, double value) implements SameType {
    public Pad {
        before = List.copyOf(before);
        after = List.copyOf(after);
        Require.that(
                before.size() == after.size(),
                "%d widths before and %d after".formatted(before.size(), after.size()),
                "as many",
                "correct pads");
    }

    /** Where the border's elements come from. */
    public enum Mode {
        CONSTANT,
        /** Mirrored at the outermost element, which is not repeated. */
        REFLECT,
        /** The outermost element again and again. */
        EDGE,
        /** The other end of the tensor. */
        WRAP
    }

    @Override
    public Shape output(List<Shape> inputs) {
        Shape x = Inputs.rank("the input", Inputs.count(inputs, 1).getFirst(), before.size());
        Require.that(
                mode == Mode.CONSTANT || x.elements() > 0,
                "a border of elements of shape %s".formatted(x),
                "at least one element",
                "pad with a constant");
        return new Shape(IntStream.range(0, x.rank())
                .mapToObj(axis -> x.at(axis) + before.get(axis) + after.get(axis))
                .toList());
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        Shape x = inputs.getFirst().shape();
        Shape y = output(List.of(x));
        View.Builder from = View.of(0, x);
        for (int axis = 0; axis < x.rank(); axis++) {
            from.axis(source(axis, x.at(axis), y.at(axis)));
        }
        Copy copy = new Copy(Loops.over(y), from.build(), View.aligned(1, y, y));
        return new Definition(1, List.of(new Move(y, List.of(copy), value)));
    }

    private Axis source(int axis, int extent, int padded) {
        int lead = before.get(axis);
        LoopDim loop = LoopDim.axis(axis);
        return switch (mode) {
            case CONSTANT -> Axis.of(-lead, loop, 1);
            case REFLECT -> table(loop, padded, i -> reflected(i - lead, extent));
            case EDGE -> table(loop, padded, i -> Math.clamp(i - lead, 0, extent - 1));
            case WRAP -> table(loop, padded, i -> Math.floorMod(i - lead, extent));
        };
    }

    private static Axis table(LoopDim loop, int count, IntUnaryOperator index) {
        return new Axis.Lookup(
                loop, IntStream.range(0, count).map(index).boxed().toList());
    }

    private static int reflected(int index, int extent) {
        if (extent == 1) {
            return 0;
        }
        int period = 2 * (extent - 1);
        int within = Math.floorMod(index, period);
        return within < extent ? within : period - within;
    }
}
