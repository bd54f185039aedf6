package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;
import static dev.toeplitz.graph.step.Scalar.constant;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.BinaryOp;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.LoopDim;
import java.util.List;

/** Σ max(0, x_j − x_t + 1) over the classes j but the true one t, and the mean over the batch. Inputs: scores N × C, classes N. */
public record HingeLoss() implements SameType {
    @Override
    public Shape output(List<Shape> inputs) {
        Shape x = Inputs.rank("the scores", Inputs.count(inputs, 2).getFirst(), 2);
        Inputs.same("the true class", inputs.get(1), Shape.of(x.at(0)));
        return Shape.SCALAR;
    }

    @Override
    public Definition define(List<TensorType> types) {
        Shape x = types.getFirst().shape();
        Shape column = Shape.of(x.at(0), 1);
        View scores = View.aligned(0, x, x);
        View classes = View.aligned(1, column, x);
        Scalar isTrueClass = new Scalar.Index(LoopDim.axis(1)).apply(BinaryOp.EQUAL, arg(1));
        Scalar margin = arg(0).minus(arg(2)).plus(1).max(0);
        return new Definition(
                2,
                List.of(
                        new Pointwise(x, List.of(scores, classes), isTrueClass.choose(arg(0), constant(0))),
                        Lanes.fold(Fold.SUM, 2, x, List.of(1)),
                        new Pointwise(
                                x,
                                List.of(scores, classes, View.aligned(3, column, x)),
                                isTrueClass.choose(constant(0), margin)),
                        Lanes.fold(Fold.SUM, 4, x, List.of(1)),
                        Lanes.fold(Fold.MEAN, 5, Shape.of(x.at(0)), List.of(0))));
    }
}
