package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;
import static dev.toeplitz.graph.step.Scalar.constant;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.UnaryOp;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.Require;
import java.util.List;

/** (Σ |x|ᵖ)^(1/p) over a window of each channel of an N × C × spatial input; padding is zeros. */
public record LpPool(int p, List<Window> windows, boolean ceil) implements SameType {
    public LpPool {
        Require.positive("p", p);
        windows = List.copyOf(windows);
    }

    private Pool sum() {
        return new Pool(Fold.SUM, windows, ceil, false);
    }

    @Override
    public Shape output(List<Shape> inputs) {
        return sum().output(inputs);
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        Shape x = inputs.getFirst().shape();
        Shape y = output(List.of(x));
        Scalar size = arg(0).apply(UnaryOp.ABS);
        return new Definition(
                1,
                List.of(
                        new Pointwise(x, List.of(View.aligned(0, x, x)), size.power(constant(p))),
                        sum().reduce(1, x, y),
                        new Pointwise(y, List.of(View.aligned(2, y, y)), arg(0).power(constant(1.0 / p)))));
    }
}
