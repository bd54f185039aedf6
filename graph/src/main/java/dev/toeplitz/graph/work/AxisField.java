package dev.toeplitz.graph.work;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Axis.Affine;
import dev.toeplitz.graph.step.Axis.Lookup;
import dev.toeplitz.graph.step.Axis.Term;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.LoopDim;
import java.util.List;
import java.util.stream.IntStream;

/** A receptive field along one axis of the input, and which axis of the value moves it; none once all of it is covered. */
record AxisField(int driver, ReceptiveField field) {
    private static final int NONE = -1;

    /** An index as one loop and what else moves it: first + step · loop + 0 … reach. */
    private record Run(double first, double step, double reach) {}

    /** The larger one; at equal size the one that still moves. */
    AxisField larger(AxisField other) {
        boolean otherWins = other.field.size() > field.size()
                || other.field.size() == field.size() && driver == NONE && other.driver != NONE;
        return otherWins ? other : this;
    }

    /** Under another shape of the same elements the axis is the one of the same extent and distance, if there is one. */
    AxisField reshaped(Shape from, Shape to) {
        if (driver == NONE || from.equals(to)) {
            return this;
        }
        int extent = from.at(driver);
        long stride = from.strides()[driver];
        return IntStream.range(0, to.rank())
                .filter(axis -> to.at(axis) == extent && to.strides()[axis] == stride)
                .mapToObj(axis -> new AxisField(axis, field))
                .findFirst()
                .orElseGet(() -> covering(extent));
    }

    /** All {@code extent} elements along the axis together. */
    private AxisField covering(int extent) {
        double size = field.size() + field.jump() * Math.max(0, extent - 1);
        return new AxisField(NONE, new ReceptiveField(size, field.jump(), field.start()));
    }

    /** The field of what is computed at {@code to} from what is read at {@code from}. */
    AxisField through(View from, View to, Loops loops) {
        if (driver == NONE) {
            return this;
        }
        Axis read = from.axes().get(driver);
        for (int axis = 0; axis < to.axes().size(); axis++) {
            Axis written = to.axes().get(axis);
            for (Loops.Loop loop : loops.list()) {
                if (loop.extent() > 1 && read.movesWith(loop.dim()) && written.movesWith(loop.dim())) {
                    return along(axis, run(read, loop.dim(), loops), run(written, loop.dim(), loops));
                }
            }
        }
        return reading(read, to, loops);
    }

    /**
     * Result o = first + step · l + 0 … reach is reached by ⌈(reach + 1) / step⌉ values of l at most, each of which reads the
     * operand at its own first + step · l + 0 … reach.
     */
    private AxisField along(int axis, Run read, Run written) {
        double taps = Math.ceil((written.reach + 1) / written.step);
        double lowest = Math.ceil((-written.first - written.reach) / written.step);
        double span = read.step * (taps - 1) + read.reach + 1;
        double size = field.size() + field.jump() * (span - 1);
        double start = field.start() + field.jump() * (read.first + read.step * lowest);
        return new AxisField(axis, new ReceptiveField(size, field.jump() * read.step / written.step, start));
    }

    /** Where no loop moves both, every result reads the same stretch; a map of extent 1 keeps its axis. */
    private AxisField reading(Axis read, View to, Loops loops) {
        Run run = run(read, null, loops);
        double size = field.size() + field.jump() * run.reach;
        ReceptiveField whole = new ReceptiveField(size, field.jump(), field.start() + field.jump() * run.first);
        return new AxisField(NONE, whole);
    }

    private static Run run(Axis axis, LoopDim along, Loops loops) {
        return switch (axis) {
            case Affine(int offset, List<Term> terms) -> run(offset, terms, along, loops);
            case Lookup(LoopDim dim, List<Integer> indices) -> run(indices, dim == along);
        };
    }

    private static Run run(int offset, List<Term> terms, LoopDim along, Loops loops) {
        double first = offset;
        double step = 1;
        double reach = 0;
        for (Term term : terms) {
            double travel = (double) term.coefficient() * Math.max(0, loops.extent(term.dim()) - 1);
            if (term.dim() == along) {
                step = Math.abs(term.coefficient());
            } else {
                reach += Math.abs(travel);
            }
            first += term.dim() != along ? Math.min(0, travel) : 0;
        }
        return new Run(first, step, reach);
    }

    /** A table is taken as evenly spaced, as resizing by nearest neighbours nearly is. */
    private static Run run(List<Integer> indices, boolean moves) {
        double first = indices.getFirst();
        double travel = indices.getLast() - first;
        boolean runs = moves && indices.size() > 1;
        return new Run(first, runs ? Math.abs(travel) / (indices.size() - 1) : 1, runs ? 0 : Math.abs(travel));
    }
}
