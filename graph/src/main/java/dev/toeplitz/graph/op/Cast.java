package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.UnaryOp;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.Require;
import java.util.List;

/** The same numbers as another type: truncated to an integer, or 1 where not 0 as a truth value. */
public record Cast(DataType to) implements Operator {
    @Override
    public List<TensorType> outputs(List<TensorType> inputs) {
        Require.that(inputs.size() == 1, "%d inputs".formatted(inputs.size()), "1", "check the node's inputs");
        return List.of(inputs.getFirst().with(to));
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        Shape x = inputs.getFirst().shape();
        return new Definition(1, List.of(new Pointwise(x, List.of(View.aligned(0, x, x)), f())));
    }

    private Scalar f() {
        return switch (to.kind()) {
            case FLOAT -> arg(0);
            case SIGNED, UNSIGNED -> arg(0).apply(UnaryOp.TRUNCATE);
            case TRUTH -> arg(0).apply(UnaryOp.NOT).apply(UnaryOp.NOT);
        };
    }
}
