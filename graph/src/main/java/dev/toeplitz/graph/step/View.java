package dev.toeplitz.graph.step;

import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.Require;
import java.util.ArrayList;
import java.util.List;

/**
 * Which element of a tensor each point of a loop nest touches. {@code operand} numbers the values of a {@link Definition};
 * {@code shape} is the tensor's own shape or any other of as many elements, read row-major (so reshaping is a view). A
 * view is logical: at which address an element lies is a matter of layout, decided elsewhere.
 */
public record View(int operand, Shape shape, List<Axis> axes) {
    public View {
        axes = List.copyOf(axes);
        Require.that(
                axes.size() == shape.rank(),
                "a view has %d indices for shape %s".formatted(axes.size(), shape),
                "one for each axis",
                "complete the view");
    }

    /** Begins a view of which {@link Builder#axis} adds one index after another. */
    public static Builder of(int operand, Shape shape) {
        return new Builder(operand, shape, new ArrayList<>());
    }

    /**
     * The view of {@code shape} when {@code result}'s axes are the loops: last axes aligned, extents of 1 repeated, as
     * broadcasting wants it.
     */
    public static View aligned(int operand, Shape shape, Shape result) {
        Builder view = of(operand, shape);
        int lead = result.rank() - shape.rank();
        for (int axis = 0; axis < shape.rank(); axis++) {
            boolean repeats = shape.at(axis) == 1 && result.at(lead + axis) != 1;
            view.axis(repeats ? Axis.at(0) : Axis.of(LoopDim.axis(lead + axis)));
        }
        return view.build();
    }

    /** A per-channel vector along one axis of the result, repeated along all others. */
    public static View along(int operand, int extent, int axis) {
        return of(operand, Shape.of(extent)).axis(LoopDim.axis(axis)).build();
    }

    /** Whether the loop changes which element is touched. */
    public boolean movesWith(LoopDim loop) {
        // Asked for each loop of each layer of each design; a stream here was half of a simulation's time.
        for (Axis axis : axes) {
            if (axis.movesWith(loop)) {
                return true;
            }
        }
        return false;
    }

    /** Whether this is every element of the result in its own order: no gather, no repeat. */
    public boolean isAlignedWith(Shape result) {
        return shape.rank() <= result.rank()
                && shape.elements() == result.elements()
                && result.slice(result.rank() - shape.rank(), result.rank()).equals(shape)
                && equals(aligned(operand, shape, result));
    }

    /** The same view where one loop stands still. */
    public View at(LoopDim loop, int index) {
        return new View(
                operand, shape, axes.stream().map(axis -> axis.at(loop, index)).toList());
    }

    /** The same view of another value. */
    public View of(int other) {
        return new View(other, shape, axes);
    }

    /** Adds the indices of a view one by one. */
    public static final class Builder {
        private final int operand;
        private final Shape shape;
        private final List<Axis> axes;

        private Builder(int operand, Shape shape, List<Axis> axes) {
            this.operand = operand;
            this.shape = shape;
            this.axes = axes;
        }

        public Builder axis(Axis axis) {
            axes.add(axis);
            return this;
        }

        public Builder axis(LoopDim dim) {
            return axis(Axis.of(dim));
        }

        /** outer · extent + inner. */
        public Builder axis(LoopDim outer, int extent, LoopDim inner) {
            return axis(Axis.of(outer, extent, inner));
        }

        public View build() {
            return new View(operand, shape, axes);
        }
    }
}
