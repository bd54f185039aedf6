package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Axis.Term;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Loops.Loop;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.terms.LoopDim;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Loops and the addresses that they move. */
record Nest(List<Loop> loops, List<Access> accesses) {
    Nest {
        loops = List.copyOf(loops);
        accesses = List.copyOf(accesses);
    }

    /** The same points in fewer loops: none that runs once, and neighbours that every address may take as one made one. */
    Nest merged() {
        List<Loop> left = new ArrayList<>();
        List<Access> now = accesses;
        for (Loop loop : loops) {
            if (loop.extent() == 1) {
                continue;
            }
            Loop outer = left.isEmpty() ? null : left.getLast();
            if (outer != null && now.stream().allMatch(access -> access.joins(outer, loop))) {
                left.set(left.size() - 1, new Loop(loop.dim(), Math.multiplyExact(outer.extent(), loop.extent())));
                now = now.stream().map(access -> without(access, outer.dim())).toList();
            } else {
                left.add(loop);
            }
        }
        return new Nest(left, now);
    }

    private static Access without(Access access, LoopDim dim) {
        Map<LoopDim, Long> strides = new EnumMap<>(LoopDim.class);
        strides.putAll(access.strides());
        strides.remove(dim);
        return new Access(access.operand(), access.base(), strides, access.guards());
    }

    /** An address by the axes of a result, as one by the loops that make the result's elements. */
    static Access through(Access byAxes, View result, Loops loops) {
        Map<LoopDim, Long> strides = new EnumMap<>(LoopDim.class);
        long base = byAxes.base();
        for (int axis = 0; axis < result.axes().size(); axis++) {
            long stride = byAxes.stride(LoopDim.axis(axis));
            Axis.Affine index = (Axis.Affine) result.axes().get(axis);
            base += stride * index.offset();
            for (Term term : index.terms()) {
                if (loops.extent(term.dim()) > 1) {
                    strides.merge(term.dim(), stride * term.coefficient(), Long::sum);
                }
            }
        }
        return new Access(byAxes.operand(), base, strides, List.of());
    }
}
