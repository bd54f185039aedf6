package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Step.Copy;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.Require;
import java.util.List;
import java.util.stream.IntStream;

/** Axes in another order: output axis i is input axis {@code axes[i]}. */
public record Transpose(List<Integer> axes) implements SameType {
    public Transpose {
        axes = List.copyOf(axes);
        Require.that(
                axes.stream()
                        .sorted()
                        .toList()
                        .equals(IntStream.range(0, axes.size()).boxed().toList()),
                "axes %s".formatted(axes),
                "each axis once",
                "correct perm");
    }

    @Override
    public Shape output(List<Shape> inputs) {
        Shape x = Inputs.rank("the input", Inputs.count(inputs, 1).getFirst(), axes.size());
        return new Shape(axes.stream().map(x::at).toList());
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        Shape x = inputs.getFirst().shape();
        Shape y = output(List.of(x));
        View.Builder from = View.of(0, x);
        for (int axis = 0; axis < x.rank(); axis++) {
            from.axis(LoopDim.axis(axes.indexOf(axis)));
        }
        return new Definition(
                1, List.of(new Move(y, List.of(new Copy(Loops.over(y), from.build(), View.aligned(1, y, y))), 0)));
    }
}
