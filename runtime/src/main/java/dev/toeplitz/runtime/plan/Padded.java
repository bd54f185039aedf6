package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Axis.Term;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.DataType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A contraction of 8-bit integers with weights, and a copy of its other operand for it to read: with all padding written out, so that
 * nothing is outside, and with the axis last along which terms of a sum are neighbours.
 *
 * @param task the same contraction, of the copy
 * @param operand what is copied
 * @param from how it lies, by the copy's axes
 * @param to how the copy lies
 * @param steps of each axis, how far neighbours of the copy lie apart in the tensor: what a stride leaves out is not copied
 * @param least of each axis, the index that is first in the copy; below 0 where there is padding
 * @param order the axes from the one whose neighbours lie farthest apart to the one whose neighbours lie side by side
 */
record Padded(
        Task task, int operand, Layout from, Layout to, List<Integer> steps, List<Integer> least, List<Integer> order) {
    /** The copy's number among a stage's values, where all others are not negative. */
    static final int COPY = -1;

    /** Elements of 16 bits. */
    private static final int CLASH = 1024;

    private static final int APART = 32;

    /** Empty where both operands are computed or of other types, or where no two terms of a sum are neighbours. */
    static Optional<Padded> of(Task task, Contract step) {
        boolean turned = task.constant().test(step.left().operand());
        View view = turned ? step.right() : step.left();
        View weights = turned ? step.left() : step.right();
        boolean affine = view.axes().stream().allMatch(Axis.Affine.class::isInstance);
        Optional<Layout> from = task.layout(view.operand()).as(view.shape());
        if (!affine
                || from.isEmpty()
                || task.constant().test(view.operand())
                || !task.constant().test(weights.operand())
                || !isEight(task, view)
                || !isEight(task, weights)) {
            return Optional.empty();
        }
        return last(step, view, from.get()).map(last -> of(task, step, view, from.get(), last));
    }

    private static boolean isEight(Task task, View view) {
        DataType type = task.type(view.operand());
        return type == DataType.INT8 || type == DataType.UINT8;
    }

    /** The axis of neighbours that add up: those that are neighbours in memory, or else the most. */
    private static Optional<Integer> last(Contract step, View view, Layout from) {
        return IntStream.range(0, view.axes().size())
                .boxed()
                .filter(axis -> terms(step, view, axis) > 1)
                .max(Comparator.comparing((Integer axis) -> from.strides().get(axis) == 1)
                        .thenComparing(axis -> terms(step, view, axis)));
    }

    private static int terms(Contract step, View view, int axis) {
        return ((Axis.Affine) view.axes().get(axis))
                .terms().stream()
                        .filter(term -> term.coefficient() == 1 && !step.out().movesWith(term.dim()))
                        .mapToInt(term -> step.loops().extent(term.dim()))
                        .max()
                        .orElse(0);
    }

    private static Padded of(Task task, Contract step, View view, Layout from, int last) {
        List<Integer> steps = new ArrayList<>();
        List<Integer> least = new ArrayList<>();
        List<Integer> extents = new ArrayList<>();
        List<Axis> axes = new ArrayList<>();
        for (Axis axis : view.axes()) {
            int apart = apart(axis, step.loops());
            Reach reach = Reach.of(axis, step.loops());
            int first = Math.toIntExact(reach.least());
            steps.add(apart);
            least.add(first);
            extents.add(Math.toIntExact((reach.most() - first) / apart + 1));
            axes.add(new Axis.Affine(
                    (((Axis.Affine) axis).offset() - first) / apart, divided(axis, step.loops(), apart)));
        }
        extents.set(last, pitch(extents.get(last)));
        List<Integer> order = new ArrayList<>(IntStream.range(0, axes.size())
                .filter(axis -> axis != last)
                .boxed()
                .toList());
        order.add(last);
        Layout to = packed(new Shape(extents), order);
        View copy = new View(COPY, to.shape(), axes);
        boolean turned = view == step.right();
        Contract read =
                new Contract(step.loops(), turned ? step.left() : copy, turned ? copy : step.right(), step.out());
        int operand = view.operand();
        Task reading = new Task(
                read,
                task.epilogue(),
                task.made(),
                task.result(),
                value -> value == COPY ? to : task.layout(value),
                value -> value == COPY
                        ? task.types().apply(operand)
                        : task.types().apply(value),
                value -> value != COPY && task.constant().test(value),
                task.zeroPoints(),
                task.floats(),
                task.options());
        return new Padded(reading, operand, from, to, steps, least, order);
    }

    /** The terms that move an index at all. */
    private static List<Term> moving(Axis axis, Loops loops) {
        return ((Axis.Affine) axis)
                .terms().stream()
                        .filter(term -> loops.extent(term.dim()) > 1 && term.coefficient() != 0)
                        .toList();
    }

    /** What all indices differ by a multiple of. */
    private static int apart(Axis axis, Loops loops) {
        int apart = moving(axis, loops).stream()
                .map(term -> BigInteger.valueOf(term.coefficient()))
                .reduce(BigInteger.ZERO, BigInteger::gcd)
                .intValueExact();
        return Math.max(1, apart);
    }

    private static List<Term> divided(Axis axis, Loops loops, int apart) {
        return moving(axis, loops).stream()
                .map(term -> new Term(term.dim(), term.coefficient() / apart))
                .toList();
    }

    /** Rows that lie a page's half apart fall onto the same lines of a cache, so that a tile's columns drive each other out. */
    private static int pitch(int extent) {
        return extent % CLASH == 0 ? extent + APART : extent;
    }

    private static Layout packed(Shape shape, List<Integer> order) {
        Long[] strides = new Long[shape.rank()];
        long next = 1;
        for (int axis : order.reversed()) {
            strides[axis] = next;
            next *= shape.at(axis);
        }
        return new Layout(shape, List.of(strides), 0);
    }

    /** Positions along an axis of the copy that are 0 and stand before those that have an element of the tensor. */
    int before(int axis) {
        return Math.min(to.shape().at(axis), Math.max(0, Math.ceilDiv(-least.get(axis), steps.get(axis))));
    }

    /** Positions that have an element; what is behind them is 0 again. */
    int copied(int axis) {
        int most = Math.floorDiv(from.shape().at(axis) - 1 - least.get(axis), steps.get(axis)) + 1;
        return Math.max(0, Math.min(most, to.shape().at(axis)) - before(axis));
    }

    /** How far apart in memory neighbours are that are copied to neighbours. */
    long stride(int axis) {
        return from.strides().get(axis) * steps.get(axis);
    }

    /** Where the first element that is copied lies. */
    long base() {
        long base = from.offset();
        for (int axis = 0; axis < from.shape().rank(); axis++) {
            base += from.strides().get(axis) * (least.get(axis) + (long) before(axis) * steps.get(axis));
        }
        return base;
    }

    /** Whether the copy has nothing but them along an axis. */
    boolean isWhole(int axis) {
        return copied(axis) == to.shape().at(axis);
    }
}
