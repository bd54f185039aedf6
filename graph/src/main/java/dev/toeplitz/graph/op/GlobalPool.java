package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import java.util.List;

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
        return new Pool(fold, Spatial.wholeMap(x), false, false);
    }
}
