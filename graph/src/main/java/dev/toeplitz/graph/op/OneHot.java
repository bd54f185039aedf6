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
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.Require;
import java.util.List;

/** Each index becomes a new axis of {@code depth} elements, 1 at the index and 0 elsewhere; an index below 0 counts from the end. */
public record OneHot(int axis, int depth, double off, double on, DataType type) implements Operator {
    public OneHot {
        Require.positive("depth", depth);
    }

    @Override
    public List<TensorType> outputs(List<TensorType> inputs) {
        Shape x = Inputs.count(Inputs.shapes(inputs), 1).getFirst();
        int at = x.then(Shape.of(depth)).axis(axis);
        return List.of(new TensorType(type, x.slice(0, at).then(Shape.of(depth)).then(x.slice(at, x.rank()))));
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        Shape x = inputs.getFirst().shape();
        int at = x.then(Shape.of(depth)).axis(axis);
        Shape y = Shape.of(x.product(0, at), depth, x.product(at, x.rank()));
        Scalar counted = arg(0).less(constant(0)).choose(arg(0).plus(depth), arg(0));
        Scalar hit = new Scalar.Index(LoopDim.axis(1)).apply(BinaryOp.EQUAL, counted);
        View indices = View.aligned(0, y.with(1, 1), y);
        return new Definition(1, List.of(new Pointwise(y, List.of(indices), hit.choose(constant(on), constant(off)))));
    }
}
