package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * At which address of its buffer each element of a tensor lies: offset + Σ stride · index, in elements.
 *
 * @param strides one for each axis of the shape
 */
public record Layout(Shape shape, List<Long> strides, long offset) {
    public Layout {
        strides = List.copyOf(strides);
    }

    /** The last axis fastest, nothing between. */
    public static Layout rowMajor(Shape shape) {
        List<Long> strides = new ArrayList<>();
        for (long stride : shape.strides()) {
            strides.add(stride);
        }
        return new Layout(shape, strides, 0);
    }

    /** Axis 1, the channels, fastest, then the others from the last on: NHWC. */
    public static Layout channelsLast(Shape shape) {
        List<Integer> turned = new ArrayList<>(shape.extents());
        turned.add(turned.remove(1));
        long[] plain = new Shape(turned).strides();
        List<Long> strides = new ArrayList<>();
        for (int axis = 0; axis < shape.rank(); axis++) {
            strides.add(plain[axis == 0 ? 0 : axis == 1 ? shape.rank() - 1 : axis - 1]);
        }
        return new Layout(shape, strides, 0);
    }

    /** Whether every element lies where row-major order has it. */
    public boolean isRowMajor() {
        long[] plain = shape.strides();
        boolean same = offset == 0;
        for (int axis = 0; axis < shape.rank(); axis++) {
            same &= shape.at(axis) == 1 || strides.get(axis) == plain[axis];
        }
        return same;
    }

    /** One more than the highest address: what the buffer needs. */
    public long span() {
        long last = offset;
        for (int axis = 0; axis < shape.rank(); axis++) {
            last += strides.get(axis) * Math.max(0, shape.at(axis) - 1);
        }
        return last + 1;
    }

    /** Elements {@code from} to {@code from + extent} along an axis, where they lie. */
    public Layout slice(int axis, int from, int extent) {
        return new Layout(shape.with(axis, extent), strides, offset + strides.get(axis) * from);
    }

    /** The same elements under another shape of as many, both read row-major; empty where no strides say it. */
    public Optional<Layout> as(Shape other) {
        return strides(other).map(found -> new Layout(other, found, offset));
    }

    /**
     * Strides under another shape of as many elements. Axes of both shapes are taken from the left in runs of equal size; a run
     * can be cut anew where its own axes lie as one.
     */
    private Optional<List<Long>> strides(Shape other) {
        if (other.equals(shape) || shape.elements() == 0) {
            return Optional.of(other.equals(shape) ? strides : rowMajor(other).strides());
        }
        Long[] found = new Long[other.rank()];
        int mine = 0;
        int its = 0;
        while (mine < shape.rank() || its < other.rank()) {
            int firstMine = mine;
            int firstIts = its;
            long size = mine < shape.rank() ? shape.at(mine++) : 1;
            long itsSize = its < other.rank() ? other.at(its++) : 1;
            while (size != itsSize) {
                if (size < itsSize) {
                    size *= shape.at(mine++);
                } else {
                    itsSize *= other.at(its++);
                }
            }
            if (!cut(firstMine, mine, other, firstIts, its, found)) {
                return Optional.empty();
            }
        }
        return Optional.of(List.of(found));
    }

    /** Gives the axes of {@code other} in a run their strides; false where the run's own axes do not lie as one. */
    private boolean cut(int from, int to, Shape other, int otherFrom, int otherTo, Long[] found) {
        long innermost = 1;
        long next = -1;
        for (int axis = to - 1; axis >= from; axis--) {
            if (shape.at(axis) == 1) {
                continue;
            }
            if (next < 0) {
                innermost = strides.get(axis);
            } else if (strides.get(axis) != next) {
                return false;
            }
            next = strides.get(axis) * shape.at(axis);
        }
        for (int axis = otherTo - 1; axis >= otherFrom; axis--) {
            found[axis] = innermost;
            innermost *= other.at(axis);
        }
        return true;
    }

    /** The address of the element at a row-major position. */
    public long address(long position) {
        long address = offset;
        long rest = position;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            address += strides.get(axis) * (rest % shape.at(axis));
            rest /= shape.at(axis);
        }
        return address;
    }
}
