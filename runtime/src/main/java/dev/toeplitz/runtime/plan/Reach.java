package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Axis.Term;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.terms.LoopDim;
import java.util.List;

/** The least and the most that an index comes to over a loop nest. */
record Reach(long least, long most) {
    static Reach of(Axis axis, Loops loops) {
        return switch (axis) {
            case Axis.Affine(int offset, List<Term> terms) -> {
                long least = offset;
                long most = offset;
                for (Term term : terms) {
                    long far = (long) term.coefficient() * (loops.extent(term.dim()) - 1);
                    least += Math.min(0, far);
                    most += Math.max(0, far);
                }
                yield new Reach(least, most);
            }
            case Axis.Lookup(LoopDim _, List<Integer> indices) ->
                new Reach(
                        indices.stream().mapToInt(Integer::intValue).min().orElse(0),
                        indices.stream().mapToInt(Integer::intValue).max().orElse(0));
        };
    }

    /** Whether the index leaves an axis of that extent. */
    boolean leaves(int extent) {
        return least < 0 || most >= extent;
    }
}
