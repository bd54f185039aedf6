package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.Require;
import java.util.List;

/**
 * The slices of a tensor at {@code indices} along an axis; the indices, known beforehand, have a shape of their own, which
 * takes the axis's place.
 */
public record Gather(int axis, Shape indexShape, List<Integer> indices) implements SameType {
    public Gather {
        indices = List.copyOf(indices);
        Inputs.extent("the number of indices", indices.size(), Math.toIntExact(indexShape.elements()));
    }

    @Override
    public Shape output(List<Shape> inputs) {
        Shape x = Inputs.count(inputs, 1).getFirst();
        int along = x.axis(axis);
        for (int index : indices) {
            Require.that(
                    index >= 0 && index < x.at(along),
                    "index %d of axis %d of shape %s".formatted(index, along, x),
                    "an index that exists",
                    "correct the indices");
        }
        return x.slice(0, along).then(indexShape).then(x.slice(along + 1, x.rank()));
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        // Seen as before × along × after, whatever the rank.
        Shape x = inputs.getFirst().shape();
        int along = x.axis(axis);
        Shape x3 = Shape.of(x.product(0, along), x.at(along), x.product(along + 1, x.rank()));
        View from = View.of(0, x3)
                .axis(LoopDim.axis(0))
                .axis(new Axis.Lookup(LoopDim.axis(1), indices))
                .axis(LoopDim.axis(2))
                .build();
        return Rearrangement.gather(x3.with(1, indices.size()), from);
    }
}
