package dev.toeplitz.sim.analytic;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Axis.Affine;
import dev.toeplitz.graph.step.Axis.Term;
import dev.toeplitz.graph.step.Loops.Loop;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.hw.Layout;
import dev.toeplitz.sim.mapping.Tiling;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.MatrixAxis;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Neighbouring bytes of a tile in DRAM. A map lies there as the accelerator's {@link Layout} says, any other tensor as its
 * axes say, the last one innermost.
 *
 * @param strideBytes from one run to the next; as long as the run where the tile is one piece
 */
public record Run(long bytes, long strideBytes) {
    static final Run STREAM = new Run(1 << 16, 1 << 16);
    /** Beyond a page of any standard what lies between runs no longer matters. */
    private static final long LONG = 8192;

    /** Of a tile of one of a contraction's tensors. */
    static Run of(MatrixWork work, View view, Tiling tiling, DataType type, Layout layout) {
        int[] axes = isMap(work, view)
                ? inOrder(view.axes().size(), layout)
                : inOrder(view.axes().size(), Layout.NCHW);
        long[] sizes = new long[axes.length];
        long[] touched = new long[axes.length];
        for (int i = 0; i < axes.length; i++) {
            sizes[i] = view.shape().at(axes[i]);
            touched[i] = touched(view.axes().get(axes[i]), sizes[i], tiling);
        }
        return of(touched, sizes, type);
    }

    /**
     * Of a tile of the Toeplitz matrix: a row for each output pixel, within it the filter's taps and the input channels in
     * the order in which the map has them, so that lowering copies whole runs.
     */
    static Run ofMatrix(MatrixWork work, Tiling tiling, DataType type, Layout layout) {
        List<Loop> loops = new ArrayList<>();
        for (MatrixAxis role : List.of(MatrixAxis.GROUPS, MatrixAxis.M, MatrixAxis.K)) {
            for (int i = 0; i < work.roles().size(); i++) {
                if (work.roles().get(i) == role) {
                    loops.add(work.contract().loops().list().get(i));
                }
            }
        }
        if (layout == Layout.NHWC) {
            // Channels are the outermost loop of a convolution's reduction, and a pixel's innermost axis.
            loops.sort(Comparator.comparing(loop -> loop.dim() == LoopDim.IN_CHANNEL));
        }
        long[] sizes = loops.stream().mapToLong(loop -> loop.extent()).toArray();
        long[] touched = loops.stream()
                .mapToLong(loop -> tiling.tile().getOrDefault(loop.dim(), loop.extent()))
                .toArray();
        return of(touched, sizes, type);
    }

    /** The innermost axis stands last; the run ends with the first one of which a tile has only a part. */
    private static Run of(long[] touched, long[] sizes, DataType type) {
        long run = 1;
        long whole = 1;
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            long part = Math.min(sizes[axis], touched[axis]);
            run *= part;
            whole *= sizes[axis];
            if (part < sizes[axis] && type.bytes(run) < LONG) {
                return new Run(Math.max(1, type.bytes(run)), Math.max(type.bytes(run), type.bytes(whole)));
            }
        }
        return STREAM;
    }

    /** Whether a tensor is a map: a batch of channels of a grid over which a filter slides. */
    private static boolean isMap(MatrixWork work, View view) {
        if (view.axes().size() < 3 || work.contract().loops().position(LoopDim.FILTER_COL) < 0) {
            return false;
        }
        Axis channels = view.axes().get(1);
        boolean filter = view.movesWith(LoopDim.OUT_CHANNEL) && view.movesWith(LoopDim.IN_CHANNEL);
        return !filter
                && (channels.movesWith(LoopDim.OUT_CHANNEL)
                        || channels.movesWith(LoopDim.IN_CHANNEL)
                        || channels.movesWith(LoopDim.GROUP));
    }

    private static int[] inOrder(int rank, Layout layout) {
        return IntStream.range(0, rank)
                .map(i -> switch (layout) {
                    case NCHW -> i;
                    case NHWC -> i == 0 ? 0 : i == rank - 1 ? 1 : i + 1;
                })
                .toArray();
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
