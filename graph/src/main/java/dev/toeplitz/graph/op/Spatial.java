package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.Require;
import java.util.List;

/**
 * The spatial axes of a feature map N × C × (depth, row, column) and the loops over them; of fewer than three, the last
 * ones: a single axis is columns.
 */
final class Spatial {
    static final int MOST = 3;

    private static final List<Names> NAMES = List.of(
            new Names(LoopDim.OUT_DEPTH, LoopDim.IN_DEPTH, LoopDim.FILTER_DEPTH),
            new Names(LoopDim.OUT_ROW, LoopDim.IN_ROW, LoopDim.FILTER_ROW),
            new Names(LoopDim.OUT_COL, LoopDim.IN_COL, LoopDim.FILTER_COL));

    /** The loops along one spatial axis. */
    record Names(LoopDim output, LoopDim input, LoopDim tap) {}

    private Spatial() {}

    static Names names(int axis, int count) {
        return NAMES.get(MOST - count + axis);
    }

    /** The loops over the output's spatial axes; {@code y} is N × C × spatial. */
    static Loops outputs(Shape y) {
        Loops loops = Loops.none();
        for (int axis = 0; axis < y.rank() - 2; axis++) {
            loops = loops.with(names(axis, y.rank() - 2).output(), y.at(2 + axis));
        }
        return loops;
    }

    /** The loops over the input's spatial axes; {@code x} is N × C × spatial. */
    static Loops inputs(Shape x) {
        Loops loops = Loops.none();
        for (int axis = 0; axis < x.rank() - 2; axis++) {
            loops = loops.with(names(axis, x.rank() - 2).input(), x.at(2 + axis));
        }
        return loops;
    }

    /** Windows as large as the map. */
    static List<Window> wholeMap(Shape x) {
        Require.that(
                x.rank() > 2,
                "an input of shape %s".formatted(x),
                "batch, channel and spatial axes",
                "check the graph");
        return x.slice(2, x.rank()).extents().stream().map(Window::of).toList();
    }

    static Loops taps(List<Window> windows) {
        Loops loops = Loops.none();
        for (int axis = 0; axis < windows.size(); axis++) {
            loops = loops.with(
                    names(axis, windows.size()).tap(), windows.get(axis).size());
        }
        return loops;
    }

    /** The output's spatial extents, rounded down. */
    static Shape positions(List<Window> windows, Shape x) {
        int[] extents = new int[windows.size()];
        for (int axis = 0; axis < extents.length; axis++) {
            extents[axis] = windows.get(axis).positions(x.at(2 + axis));
        }
        return Shape.of(extents);
    }

    /** Channels of one group. */
    static int share(String what, int channels, int groups) {
        Require.that(
                channels % groups == 0,
                "%d %s in %d groups".formatted(channels, what, groups),
                "a multiple of the groups",
                "check the group attribute");
        return channels / groups;
    }

    /** The filter tensor must have the windows' sizes. */
    static void requireFilter(List<Window> windows, Shape w) {
        for (int axis = 0; axis < windows.size(); axis++) {
            if (windows.get(axis).size() != w.at(2 + axis)) {
                throw new InputException(
                        "a filter of shape %s where kernel_shape says %d"
                                .formatted(w, windows.get(axis).size()),
                        "the same size",
                        "check kernel_shape");
            }
        }
    }
}
