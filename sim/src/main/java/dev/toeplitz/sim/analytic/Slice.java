package dev.toeplitz.sim.analytic;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Axis.Affine;
import dev.toeplitz.graph.step.Axis.Term;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Loops.Loop;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.terms.LoopDim;
import java.util.List;

/** The part of a contraction in which one loop runs from {@code start} on for {@code count} steps, on the same tensors. */
record Slice(LoopDim loop, int start, int count) {
    MatrixWork of(MatrixWork work) {
        Contract whole = work.contract();
        List<Loop> loops = whole.loops().list().stream()
                .map(each -> each.dim() == loop ? new Loop(loop, count) : each)
                .toList();
        return MatrixWork.of(
                new Contract(new Loops(loops), from(whole.left()), from(whole.right()), from(whole.out())));
    }

    private View from(View view) {
        List<Axis> axes = view.axes().stream().map(this::from).toList();
        return new View(view.operand(), view.shape(), axes);
    }

    private Axis from(Axis axis) {
        if (!(axis instanceof Affine(int offset, List<Term> terms))) {
            return axis;
        }
        int moved = offset;
        for (Term term : terms) {
            moved += term.dim() == loop ? term.coefficient() * start : 0;
        }
        return new Affine(moved, terms);
    }
}
