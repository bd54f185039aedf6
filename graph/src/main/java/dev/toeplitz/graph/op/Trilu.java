package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;
import static dev.toeplitz.graph.step.Scalar.constant;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.BinaryOp;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.Require;
import java.util.List;

/**
 * The triangle of each matrix (the last two axes) on and above diagonal {@code k}, or on and below it; 0 elsewhere. Diagonal 0
 * is the main one, positive ones lie above it.
 */
public record Trilu(boolean upper, int k) implements SameType {
    @Override
    public Shape output(List<Shape> inputs) {
        Shape x = Inputs.count(inputs, 1).getFirst();
        Require.that(x.rank() >= 2, "an input of shape %s".formatted(x), "rows and columns", "check the graph");
        return x;
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        Shape x = inputs.getFirst().shape();
        Scalar row = new Scalar.Index(LoopDim.axis(x.rank() - 2));
        Scalar col = new Scalar.Index(LoopDim.axis(x.rank() - 1));
        Scalar diagonal = row.plus(k);
        Scalar inside =
                upper ? diagonal.apply(BinaryOp.LESS_OR_EQUAL, col) : col.apply(BinaryOp.LESS_OR_EQUAL, diagonal);
        Scalar f = inside.choose(arg(0), constant(0));
        return new Definition(1, List.of(new Pointwise(x, List.of(View.aligned(0, x, x)), f)));
    }
}
