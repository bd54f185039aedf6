package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Copy;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.Require;
import java.util.ArrayList;
import java.util.List;

/** A tensor cut along an axis into parts of given sizes, an output each. */
public record Split(int axis, List<Integer> sizes) implements Operator {
    public Split {
        sizes = List.copyOf(sizes);
    }

    @Override
    public List<TensorType> outputs(List<TensorType> inputs) {
        Require.that(inputs.size() == 1, "%d inputs".formatted(inputs.size()), "1", "check the node's inputs");
        Shape x = inputs.getFirst().shape();
        int along = x.axis(axis);
        Inputs.extent(
                "the sum of the parts",
                sizes.stream().mapToInt(Integer::intValue).sum(),
                x.at(along));
        return sizes.stream()
                .map(size -> inputs.getFirst().with(x.with(along, size)))
                .toList();
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        Shape x = inputs.getFirst().shape();
        int along = x.axis(axis);
        List<Step> steps = new ArrayList<>();
        int offset = 0;
        for (int size : sizes) {
            Shape y = x.with(along, size);
            Copy copy = new Copy(Loops.over(y), part(x, along, offset), View.aligned(1 + steps.size(), y, y));
            steps.add(new Move(y, List.of(copy), 0));
            offset += size;
        }
        return Definition.eachAnOutput(1, steps);
    }

    private static View part(Shape x, int along, int offset) {
        View.Builder from = View.of(0, x);
        for (int axis = 0; axis < x.rank(); axis++) {
            from.axis(Axis.of(axis == along ? offset : 0, LoopDim.axis(axis), 1));
        }
        return from.build();
    }
}
