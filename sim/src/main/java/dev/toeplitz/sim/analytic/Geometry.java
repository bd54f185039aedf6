package dev.toeplitz.sim.analytic;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Loops.Loop;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.graph.work.ToeplitzView;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.MatrixAxis;
import dev.toeplitz.terms.Operand;
import java.util.ArrayList;
import java.util.List;

/**
 * A contraction's loops in flat arrays, outermost first, with all that can be said of them before a machine is known. Made
 * once for each shape; every design that is tried reads it.
 */
public final class Geometry {
    private static final int OPERANDS = Operand.values().length;

    public final MatrixWork work;
    public final LoopDim[] dims;
    public final int[] extents;
    public final MatrixAxis[] roles;
    /** Whether a loop moves an operand. */
    final boolean[][] moves;
    /** Whether a loop alone tells an operand's elements apart: tiles of it do not overlap. */
    final boolean[][] separate;

    final SlidingAxis[] sliding;
    private final boolean expandsInput;
    /** Elements of each whole operand. */
    public final long[] elements;

    public Geometry(MatrixWork work) {
        this.work = work;
        List<Loop> loops = work.contract().loops().list();
        int count = loops.size();
        dims = loops.stream().map(Loop::dim).toArray(LoopDim[]::new);
        extents = loops.stream().mapToInt(Loop::extent).toArray();
        roles = work.roles().toArray(MatrixAxis[]::new);
        moves = new boolean[OPERANDS][count];
        separate = new boolean[OPERANDS][count];
        elements = new long[OPERANDS];
        List<SlidingAxis> found = new ArrayList<>();
        for (Operand operand : Operand.values()) {
            place(operand, view(operand), found);
        }
        sliding = found.toArray(SlidingAxis[]::new);
        expandsInput = slidesOverInput() || cutsInputIntoWindows();
    }

    private View view(Operand operand) {
        return switch (operand) {
            case INPUT -> work.contract().left();
            case WEIGHT -> work.contract().right();
            case OUTPUT -> work.contract().out();
        };
    }

    private void place(Operand operand, View view, List<SlidingAxis> found) {
        ToeplitzView toeplitz = ToeplitzView.of(work.contract(), operand);
        for (int axis = 0; axis < view.axes().size(); axis++) {
            SlidingAxis.of(operand, view, axis, this, toeplitz).ifPresent(found::add);
        }
        elements[operand.ordinal()] = view.shape().elements();
        for (int loop = 0; loop < dims.length; loop++) {
            boolean moved = view.movesWith(dims[loop]);
            moves[operand.ordinal()][loop] = moved;
            separate[operand.ordinal()][loop] = moved && !slides(operand, loop, found);
        }
    }

    private static boolean slides(Operand operand, int loop, List<SlidingAxis> found) {
        return found.stream().anyMatch(axis -> axis.operand() == operand && axis.uses(loop));
    }

    /** Whether a Toeplitz matrix of the input would be anything else than the map as it lies. */
    public boolean expandsInput() {
        return expandsInput;
    }

    private boolean slidesOverInput() {
        for (SlidingAxis axis : sliding) {
            if (axis.operand() == Operand.INPUT && axis.hasTaps()) {
                return true;
            }
        }
        return false;
    }

    /** Windows side by side: no element is met twice, but the matrix has them in another order. */
    private boolean cutsInputIntoWindows() {
        for (Axis axis : work.contract().left().axes()) {
            if (isMovedBy(axis, MatrixAxis.M) && isMovedBy(axis, MatrixAxis.K)) {
                return true;
            }
        }
        return false;
    }

    private boolean isMovedBy(Axis axis, MatrixAxis role) {
        for (int loop = 0; loop < dims.length; loop++) {
            if (roles[loop] == role && extents[loop] > 1 && axis.movesWith(dims[loop])) {
                return true;
            }
        }
        return false;
    }

    public int indexOf(LoopDim dim) {
        for (int i = 0; i < dims.length; i++) {
            if (dims[i] == dim) {
                return i;
            }
        }
        return -1;
    }
}
