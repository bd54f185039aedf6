package dev.toeplitz.graph.tensor;

import dev.toeplitz.terms.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The extents of a tensor's axes, outermost first; rank 0 is a scalar of one element. An extent may be 0. */
public record Shape(List<Integer> extents) {
    public static final Shape SCALAR = new Shape(List.of());

    public Shape {
        extents = List.copyOf(extents);
        for (int extent : extents) {
            if (extent < 0) {
                throw new InputException(
                        "an extent of %s is negative".formatted(text(extents)), "0 or more", "check the shape");
            }
        }
    }

    public static Shape of(int... extents) {
        return new Shape(Arrays.stream(extents).boxed().toList());
    }

    public int rank() {
        return extents.size();
    }

    /** The extent of an axis; a negative axis counts from the last, as in ONNX. */
    public int at(int axis) {
        return extents.get(axis < 0 ? axis + rank() : axis);
    }

    /** How many elements there are; the product is exact or fails. */
    public long elements() {
        long product = 1;
        for (int extent : extents) {
            product = Math.multiplyExact(product, (long) extent);
        }
        return product;
    }

    /** The product of the extents of axes {@code from} (inclusive) to {@code to} (exclusive); 1 where there are none. */
    public int product(int from, int to) {
        int product = 1;
        for (int axis = from; axis < to; axis++) {
            product = Math.multiplyExact(product, at(axis));
        }
        return product;
    }

    /** The same shape with one extent changed. */
    public Shape with(int axis, int extent) {
        List<Integer> changed = new ArrayList<>(extents);
        changed.set(axis < 0 ? axis + rank() : axis, extent);
        return new Shape(changed);
    }

    /** The axes {@code from} (inclusive) to {@code to} (exclusive). */
    public Shape slice(int from, int to) {
        return new Shape(extents.subList(from, to));
    }

    /** This shape's axes and then {@code tail}'s. */
    public Shape then(Shape tail) {
        List<Integer> joined = new ArrayList<>(extents);
        joined.addAll(tail.extents);
        return new Shape(joined);
    }

    /** How many elements apart two neighbours along each axis lie, row-major. */
    public long[] strides() {
        long[] strides = new long[rank()];
        long stride = 1;
        for (int axis = rank() - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride = Math.multiplyExact(stride, (long) at(axis));
        }
        return strides;
    }

    /** An axis as a user numbers it, negative from the end, made 0 … rank − 1; refuses one that is not there. */
    public int axis(int axis) {
        if (axis < -rank() || axis >= rank()) {
            throw new InputException(
                    "axis %d of shape %s".formatted(axis, this),
                    "an axis from %d to %d".formatted(-rank(), rank() - 1),
                    "correct the axis attribute");
        }
        return axis < 0 ? axis + rank() : axis;
    }

    /** The common shape of two operands under NumPy's (and ONNX's) broadcasting. */
    public Shape broadcast(Shape other) {
        int rank = Math.max(rank(), other.rank());
        return new Shape(IntStream.range(0, rank)
                .mapToObj(axis -> common(padded(axis, rank), other.padded(axis, rank), other))
                .toList());
    }

    private int padded(int axis, int rank) {
        int own = axis - (rank - rank());
        return own < 0 ? 1 : at(own);
    }

    private int common(int mine, int its, Shape other) {
        if (mine != its && mine != 1 && its != 1) {
            throw new InputException(
                    "shapes %s and %s do not broadcast".formatted(this, other),
                    "extents that are equal or 1, aligned at the last axis",
                    "check the shapes that flow into this node");
        }
        return mine == 1 ? its : mine;
    }

    private static String text(List<Integer> extents) {
        return extents.isEmpty()
                ? "scalar"
                : extents.stream().map(String::valueOf).collect(Collectors.joining("x"));
    }

    /** As users write it: {@code 1x3x224x224}. */
    @Override
    public String toString() {
        return text(extents);
    }
}
