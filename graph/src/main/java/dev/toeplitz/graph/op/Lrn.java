package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;
import static dev.toeplitz.graph.step.Scalar.constant;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.Step.Reduce;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.Require;
import java.util.List;

/**
 * Local response normalisation across channels: x / (k + α/n · Σ x²)^β over the n channels around each, fewer at the
 * ends. The division of α by n is Caffe's and ONNX's convention; Krizhevsky et al. 2012 write α · Σ, which is {@link
 * #ofPaper}.
 */
public record Lrn(int size, double alpha, double beta, double k) implements SameType {
    public Lrn {
        Require.positive("size", size);
    }

    /** As the AlexNet paper writes it, without the division by n. */
    public static Lrn ofPaper(int size, double alpha, double beta, double k) {
        return new Lrn(size, alpha * size, beta, k);
    }

    @Override
    public Shape output(List<Shape> inputs) {
        Shape x = Inputs.count(inputs, 1).getFirst();
        Require.that(
                x.rank() >= 2, "an input of shape %s".formatted(x), "batch, channel and more axes", "check the graph");
        return x;
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        Shape x = inputs.getFirst().shape();
        Window window = Window.of(size).padded((size - 1) / 2, size / 2);
        Scalar scale = arg(1).times(alpha / size).plus(k).power(constant(beta));
        return new Definition(
                1,
                List.of(
                        new Pointwise(x, List.of(View.aligned(0, x, x)), arg(0).times(arg(0))),
                        new Reduce(x, Loops.none().with(LoopDim.IN_CHANNEL, size), neighbours(x, window), Fold.SUM),
                        new Pointwise(x, List.of(View.aligned(0, x, x), View.aligned(2, x, x)), arg(0).over(scale))));
    }

    private static View neighbours(Shape x, Window window) {
        View.Builder view = View.of(1, x);
        for (int axis = 0; axis < x.rank(); axis++) {
            LoopDim loop = LoopDim.axis(axis);
            if (axis == 1) {
                view.axis(window.over(loop, LoopDim.IN_CHANNEL));
            } else {
                view.axis(loop);
            }
        }
        return view.build();
    }
}
