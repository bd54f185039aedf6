package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.LoopDim;
import java.util.List;
import java.util.stream.IntStream;

/** A tensor side by side with itself, {@code repeats} times along each axis. */
public record Tile(List<Integer> repeats) implements SameType {
    public Tile {
        repeats = List.copyOf(repeats);
    }

    @Override
    public Shape output(List<Shape> inputs) {
        Shape x = Inputs.rank("the input", Inputs.count(inputs, 1).getFirst(), repeats.size());
        return new Shape(IntStream.range(0, x.rank())
                .mapToObj(axis -> Math.multiplyExact(x.at(axis), repeats.get(axis)))
                .toList());
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        Shape x = inputs.getFirst().shape();
        Shape y = output(List.of(x));
        View.Builder from = View.of(0, x);
        for (int axis = 0; axis < x.rank(); axis++) {
            int extent = x.at(axis);
            from.axis(Rearrangement.table(LoopDim.axis(axis), y.at(axis), i -> i % extent));
        }
        return Rearrangement.gather(y, from.build());
    }
}
