package dev.toeplitz.sim.analytic;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Axis.Affine;
import dev.toeplitz.graph.step.Axis.Term;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.sim.mapping.Tiling;
import dev.toeplitz.terms.DataType;

/**
 * Neighbouring bytes of a tile where its tensor lies in DRAM as its axes say, the last axis innermost (for a map NCHW).
 *
 * @param strideBytes from one run to the next; as long as the run where the tile is one piece
 */
public record Run(long bytes, long strideBytes) {
    static final Run STREAM = new Run(1 << 16, 1 << 16);
    /** Beyond a page of any standard what lies between runs no longer matters. */
    private static final long LONG = 8192;

    static Run of(View view, Tiling tiling, DataType type) {
        long run = 1;
        long whole = 1;
        for (int axis = view.axes().size() - 1; axis >= 0; axis--) {
            long size = view.shape().at(axis);
            long touched = Math.min(size, touched(view.axes().get(axis), size, tiling));
            run *= touched;
            whole *= size;
            if (touched < size && type.bytes(run) < LONG) {
                return new Run(Math.max(1, type.bytes(run)), Math.max(type.bytes(run), type.bytes(whole)));
            }
        }
        return STREAM;
    }

    /** From the first to the last index that a tile touches; what a stride leaves out between them comes along. */
    private static long touched(Axis axis, long size, Tiling tiling) {
        if (!(axis instanceof Affine affine)) {
            return size;
        }
        long span = 1;
        for (Term term : affine.terms()) {
            span += Math.abs((long) term.coefficient()) * (tiling.tile().getOrDefault(term.dim(), 1) - 1L);
        }
        return span;
    }
}
