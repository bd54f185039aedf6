package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import java.util.List;

/** (Σ |x|ᵖ)^(1/p) of each whole channel: N × C × spatial to N × C × 1 × …, for any map size. */
public record GlobalLpPool(int p) implements SameType {
    @Override
    public Shape output(List<Shape> inputs) {
        return wholeMap(Inputs.count(inputs, 1).getFirst()).output(inputs);
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        return wholeMap(inputs.getFirst().shape()).define(inputs);
    }

    private LpPool wholeMap(Shape x) {
        return new LpPool(p, Spatial.wholeMap(x), false);
    }
}
