package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;
import static dev.toeplitz.graph.step.Scalar.constant;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.BinaryOp;
import dev.toeplitz.graph.step.Scalar.UnaryOp;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * −w[t] · x[n, t, …], x the logarithms of probabilities as N × C × …, t the true class as N × …, w a weight of each class, all 1
 * where there is no third input.
 *
 * @param ignored a class whose pixels do not count
 */
public record NegativeLogLikelihoodLoss(Joined joined, OptionalInt ignored) implements SameType {
    /** What becomes of the pixels' losses. */
    public enum Joined {
        NONE,
        SUM,
        /** Divided by the weights that counted. */
        MEAN
    }

    @Override
    public Shape output(List<Shape> inputs) {
        Shape x = Inputs.count(inputs, 2, 3).getFirst();
        Require.that(x.rank() >= 2, "scores of shape %s".formatted(x), "batch and classes", "check the graph");
        Shape pixels = Shape.of(x.at(0)).then(x.slice(2, x.rank()));
        Inputs.same("the true class", inputs.get(1), pixels);
        if (inputs.size() == 3) {
            Inputs.same("the classes' weight", inputs.get(2), Shape.of(x.at(1)));
        }
        return joined == Joined.NONE ? pixels : Shape.SCALAR;
    }

    @Override
    public Definition define(List<TensorType> types) {
        List<Shape> inputs = Inputs.shapes(types);
        return new Definition(inputs.size(), steps(inputs, 0, inputs.size()));
    }

    /**
     * The same of value {@code x} of a longer definition, of which the first step makes value {@code first}. No element is
     * looked up: each class asks whether it is the true one.
     */
    List<Step> steps(List<Shape> inputs, int x, int first) {
        Shape whole = inputs.getFirst();
        Shape x3 = Shape.of(whole.at(0), whole.at(1), whole.product(2, whole.rank()));
        View classes = View.aligned(1, x3.with(1, 1), x3);
        boolean weighted = inputs.size() == 3;
        View scores = View.aligned(x, x3, x3);
        List<View> views = weighted ? List.of(scores, classes, View.along(2, x3.at(1), 1)) : List.of(scores, classes);
        Scalar weight = weighted ? arg(2) : constant(1);
        Scalar counted = counted().choose(weight, constant(0));
        Scalar loss = counted().choose(arg(0).times(weight).negate(), constant(0));
        List<Step> steps = new ArrayList<>(List.of(new Pointwise(x3, views, loss)));
        switch (joined) {
            case NONE -> steps.add(Lanes.fold(Fold.SUM, first, x3, List.of(1)));
            case SUM -> steps.add(Lanes.fold(Fold.SUM, first, x3, List.of(0, 1, 2)));
            case MEAN -> {
                steps.add(Lanes.fold(Fold.SUM, first, x3, List.of(0, 1, 2)));
                steps.add(new Pointwise(x3, views, counted));
                steps.add(Lanes.fold(Fold.SUM, first + 2, x3, List.of(0, 1, 2)));
                View sum = View.aligned(first + 1, Shape.SCALAR, Shape.SCALAR);
                View weights = View.aligned(first + 3, Shape.SCALAR, Shape.SCALAR);
                steps.add(new Pointwise(Shape.SCALAR, List.of(sum, weights), arg(0).over(arg(1))));
            }
        }
        return steps;
    }

    private Scalar counted() {
        Scalar isTrueClass = new Scalar.Index(LoopDim.axis(1)).apply(BinaryOp.EQUAL, arg(1));
        if (ignored.isEmpty()) {
            return isTrueClass;
        }
        Scalar isIgnored = arg(1).apply(BinaryOp.EQUAL, constant(ignored.getAsInt()));
        return isTrueClass.apply(BinaryOp.AND, isIgnored.apply(UnaryOp.NOT));
    }
}
