package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Step.Reduce;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.LoopDim;
import java.util.List;

/**
 * Running sums along an axis: y[i] = Σ x[j] over j ≤ i.
 *
 * @param exclusive whether j &lt; i instead
 * @param reverse whether sums run from the end
 */
public record CumSum(int axis, boolean exclusive, boolean reverse) implements SameType {
    @Override
    public Shape output(List<Shape> inputs) {
        Shape x = Inputs.count(inputs, 1).getFirst();
        x.axis(axis);
        return x;
    }

    /** A sum over a window that reaches back as far as the axis is long: what lies before it is left out. */
    @Override
    public Definition define(List<TensorType> inputs) {
        Shape x = inputs.getFirst().shape();
        int along = x.axis(axis);
        int nearest = exclusive ? 1 : 0;
        int direction = reverse ? 1 : -1;
        View.Builder view = View.of(0, x);
        for (int i = 0; i < x.rank(); i++) {
            Axis.Term here = new Axis.Term(LoopDim.axis(i), 1);
            Axis.Term back = new Axis.Term(LoopDim.TIME, direction);
            view.axis(
                    i == along ? new Axis.Affine(direction * nearest, List.of(here, back)) : Axis.of(LoopDim.axis(i)));
        }
        Loops window = Loops.none().with(LoopDim.TIME, x.at(along));
        return new Definition(1, List.of(new Reduce(x, window, view.build(), Fold.SUM)));
    }
}
