package dev.toeplitz.sim.analytic;

import dev.toeplitz.graph.step.Loops.Loop;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.graph.work.ToeplitzView;
import dev.toeplitz.hw.Dataflow;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.LoopSet;
import dev.toeplitz.terms.MatrixAxis;
import dev.toeplitz.terms.Operand;
import java.util.ArrayList;
import java.util.List;

/**
 * A contraction's loops in flat arrays, outermost first, with what the search asks of each again and again: its role,
 * whether it lies on the array's rows or columns, which operands it moves.
 */
final class Nest {
    final LoopDim[] dims;
    final int[] extents;
    final MatrixAxis[] roles;
    final boolean[] onRows;
    final boolean[] onCols;
    /** Loops in time that leave the stationary operand where it is; all others off the array begin a new fold. */
    final boolean[] inTime;
    /** Operands whose elements this loop alone tells apart: tiles of it do not overlap. */
    final boolean[][] separate;

    final List<SlidingAxis> sliding;

    Nest(MatrixWork work, Dataflow dataflow) {
        List<Loop> loops = work.contract().loops().list();
        int count = loops.size();
        dims = new LoopDim[count];
        extents = new int[count];
        roles = work.roles().toArray(MatrixAxis[]::new);
        onRows = new boolean[count];
        onCols = new boolean[count];
        inTime = new boolean[count];
        View stationary = view(work, dataflow.stationary());
        for (int i = 0; i < count; i++) {
            dims[i] = loops.get(i).dim();
            extents[i] = loops.get(i).extent();
            onRows[i] = covers(dataflow.rows(), dims[i], roles[i]);
            onCols[i] = covers(dataflow.cols(), dims[i], roles[i]);
            inTime[i] = !onRows[i] && !onCols[i] && !stationary.movesWith(dims[i]);
        }
        separate = new boolean[Operand.values().length][count];
        sliding = new ArrayList<>();
        for (Operand operand : Operand.values()) {
            place(operand, view(work, operand), ToeplitzView.of(work.contract(), operand));
        }
    }

    private static View view(MatrixWork work, Operand operand) {
        return switch (operand) {
            case INPUT -> work.contract().left();
            case WEIGHT -> work.contract().right();
            case OUTPUT -> work.contract().out();
        };
    }

    private static boolean covers(List<LoopSet> sets, LoopDim dim, MatrixAxis role) {
        return sets.contains(dim) || sets.contains(role);
    }

    private void place(Operand operand, View view, ToeplitzView toeplitz) {
        for (int axis = 0; axis < view.axes().size(); axis++) {
            SlidingAxis.of(operand, view, axis, this, toeplitz).ifPresent(sliding::add);
        }
        for (int loop = 0; loop < dims.length; loop++) {
            separate[operand.ordinal()][loop] = view.movesWith(dims[loop]) && !slides(operand, loop);
        }
    }

    private boolean slides(Operand operand, int loop) {
        return sliding.stream().anyMatch(axis -> axis.operand() == operand && axis.uses(loop));
    }

    int indexOf(LoopDim dim) {
        for (int i = 0; i < dims.length; i++) {
            if (dims[i] == dim) {
                return i;
            }
        }
        return -1;
    }
}
