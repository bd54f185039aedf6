package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;
import static dev.toeplitz.graph.step.Scalar.constant;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.UnaryOp;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Copy;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * A tensor stretched or shrunk along some axes, one after the other: nearest elements, or weighted sums of neighbours. Positions
 * beyond the edge take the edge's element; a weighted sum of integers is truncated towards 0.
 */
public record Resize(List<Stretch> stretches, Coordinates coordinates, Kernel kernel, double extrapolation)
        implements SameType {
    public Resize {
        stretches = List.copyOf(stretches);
    }

    /**
     * One axis: its new size, and by how much it counts as stretched, which rounding may make another ratio than that of the
     * sizes. {@code from} and {@code to} are the ends of a crop as fractions of the axis.
     */
    public record Stretch(int axis, int size, double scale, double from, double to) {
        public Stretch {
            Require.atLeast("size", size, 0);
            Require.positive("scale", scale);
        }
    }

    /** Rows and columns times {@code factor}, with half-pixel centres: src = (dst + 0.5) / factor − 0.5. */
    public static Resize images(Shape x, int factor, Kernel.Mode mode) {
        List<Stretch> stretches = IntStream.range(2, x.rank())
                .mapToObj(axis -> new Stretch(axis, x.at(axis) * factor, factor, 0, 1))
                .toList();
        return new Resize(stretches, Coordinates.HALF_PIXEL, Kernel.of(mode), 0);
    }

    @Override
    public Shape output(List<Shape> inputs) {
        Shape y = Inputs.count(inputs, 1).getFirst();
        for (Stretch stretch : stretches) {
            int axis = y.axis(stretch.axis());
            Require.that(
                    y.at(axis) > 0 || stretch.size() == 0,
                    "an empty axis %d of shape %s stretched to %d".formatted(axis, y, stretch.size()),
                    "at least one element",
                    "check the graph");
            y = y.with(axis, stretch.size());
        }
        return y;
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        Shape x = inputs.getFirst().shape();
        List<Step> steps = new ArrayList<>();
        for (Stretch stretch : stretches) {
            Step step = kernel.mode() == Kernel.Mode.NEAREST
                    ? nearest(steps.size(), x, stretch)
                    : weighted(steps.size(), x, stretch);
            steps.add(step);
            x = step.result();
        }
        if (kernel.mode() != Kernel.Mode.NEAREST && !inputs.getFirst().type().isFloat()) {
            steps.add(new Pointwise(x, List.of(View.aligned(steps.size(), x, x)), arg(0).apply(UnaryOp.TRUNCATE)));
        }
        return steps.isEmpty() ? Rearrangement.gather(x, View.aligned(0, x, x)) : new Definition(1, steps);
    }

    /** Where each position of the result lies on the axis as it was. */
    private double[] sources(Shape x, Stretch stretch) {
        return IntStream.range(0, stretch.size())
                .mapToDouble(i -> coordinates.source(i, x.at(stretch.axis()), stretch))
                .toArray();
    }

    private Move nearest(int value, Shape x, Stretch stretch) {
        int axis = x.axis(stretch.axis());
        double[] sources = sources(x, stretch);
        int last = x.at(axis) - 1;
        Shape y = x.with(axis, stretch.size());
        View from = along(
                value,
                x,
                axis,
                stretch.size(),
                i -> extrapolates(sources[i], last) ? -1 : kernel.nearest(sources[i], last));
        return new Move(y, List.of(new Copy(Loops.over(y), from, View.aligned(value + 1, y, y))), extrapolation);
    }

    private boolean extrapolates(double source, int last) {
        return coordinates == Coordinates.CROP && (source < 0 || source > last);
    }

    /** The axis read through a table with an entry for each position of the result, the others as they are. */
    private static View along(int value, Shape x, int axis, int size, IntUnaryOperator index) {
        View.Builder view = View.of(value, x);
        for (int i = 0; i < x.rank(); i++) {
            LoopDim loop = LoopDim.axis(i);
            view.axis(i == axis ? Rearrangement.table(loop, size, index) : Axis.of(loop));
        }
        return view.build();
    }

    private Pointwise weighted(int value, Shape x, Stretch stretch) {
        int axis = x.axis(stretch.axis());
        double[] sources = sources(x, stretch);
        int last = x.at(axis) - 1;
        List<double[]> weights = Arrays.stream(sources)
                .mapToObj(source -> kernel.weights(source, stretch.scale(), last))
                .toList();
        List<View> views = new ArrayList<>();
        Scalar sum = constant(0);
        for (int tap = 0; tap < kernel.taps(stretch.scale()); tap++) {
            int t = tap;
            views.add(along(
                    value,
                    x,
                    axis,
                    stretch.size(),
                    i -> Math.clamp(kernel.first(sources[i], stretch.scale()) + t, 0, last)));
            Scalar weight = new Scalar.Table(
                    LoopDim.axis(axis), weights.stream().map(each -> each[t]).toList());
            Scalar term = arg(tap).times(weight);
            sum = tap == 0 ? term : sum.plus(term);
        }
        if (Arrays.stream(sources).anyMatch(source -> extrapolates(source, last))) {
            List<Double> outside = Arrays.stream(sources)
                    .mapToObj(source -> extrapolates(source, last) ? 1.0 : 0.0)
                    .toList();
            sum = new Scalar.Table(LoopDim.axis(axis), outside).choose(constant(extrapolation), sum);
        }
        return new Pointwise(x.with(axis, stretch.size()), views, sum);
    }
}
