package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import java.util.List;
import java.util.stream.Stream;

/** The steps that normalisations share: each lane's mean and variance. */
final class Moments {
    /** Which of the steps' values, counted from the first, holds the variance. */
    private static final int VARIANCE = 2;

    private final int first;
    private final Shape x;
    private final List<Integer> axes;

    /** Of value 0, seen as {@code x}, over {@code axes}; {@code first} is the value that the first step makes. */
    Moments(int first, Shape x, List<Integer> axes) {
        this.first = first;
        this.x = x;
        this.axes = axes;
    }

    /** Mean, squared distances from it, and their mean. */
    List<Step> steps() {
        Scalar distance = arg(0).minus(arg(1));
        return List.of(
                Lanes.fold(Fold.MEAN, 0, x, axes),
                new Pointwise(x, List.of(View.aligned(0, x, x), mean()), distance.times(distance)),
                Lanes.fold(Fold.MEAN, first + 1, x, axes));
    }

    /** These steps and then the one that reads them. */
    List<Step> then(Step last) {
        return Stream.concat(steps().stream(), Stream.of(last)).toList();
    }

    /** The mean at each element. */
    View mean() {
        return Lanes.repeated(first, x, axes);
    }

    /** The variance at each element. */
    View variance() {
        return Lanes.repeated(first + VARIANCE, x, axes);
    }

    /** (x₀ − x₁) / √(x₂ + ε), for operands input, mean and variance. */
    static Scalar standardised(double epsilon) {
        return arg(0).minus(arg(1)).over(arg(2).plus(epsilon).sqrt());
    }
}
