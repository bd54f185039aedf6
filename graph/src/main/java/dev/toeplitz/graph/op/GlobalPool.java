package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.Require;
import java.util.List;
import java.util.stream.IntStream;

/** Maximum or mean of each whole channel: N × C × spatial to N × C × 1 × …, for any map size. */
public record GlobalPool(Fold fold) implements SameType {
    @Override
    public String name() {
        return fold == Fold.MAX ? "GlobalMaxPool" : "GlobalAveragePool";
    }

    @Override
    public Shape output(List<Shape> inputs) {
        return wholeMap(Inputs.count(inputs, 1).getFirst()).output(inputs);
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        return wholeMap(inputs.getFirst().shape()).define(inputs);
    }

    /** Pooling with a window as large as the map. */
    private Pool wholeMap(Shape x) {
        Require.that(
                x.rank() > 2,
                "an input of shape %s".formatted(x),
                "batch, channel and spatial axes",
                "check the graph");
        List<Window> windows = IntStream.range(2, x.rank())
                .mapToObj(axis -> Window.of(x.at(axis)))
                .toList();
        return new Pool(fold, windows, false, false);
    }
}
