package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.ArgMax;
import dev.toeplitz.graph.op.ArgMin;
import dev.toeplitz.graph.op.BatchNorm;
import dev.toeplitz.graph.op.Clip;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.ConvTranspose;
import dev.toeplitz.graph.op.CumSum;
import dev.toeplitz.graph.op.Einsum;
import dev.toeplitz.graph.op.GlobalLpPool;
import dev.toeplitz.graph.op.GlobalPool;
import dev.toeplitz.graph.op.GroupNorm;
import dev.toeplitz.graph.op.Gru;
import dev.toeplitz.graph.op.Hardmax;
import dev.toeplitz.graph.op.HingeLoss;
import dev.toeplitz.graph.op.InstanceNorm;
import dev.toeplitz.graph.op.LayerNorm;
import dev.toeplitz.graph.op.Linear;
import dev.toeplitz.graph.op.LogSoftmax;
import dev.toeplitz.graph.op.LpLoss;
import dev.toeplitz.graph.op.LpNorm;
import dev.toeplitz.graph.op.LpPool;
import dev.toeplitz.graph.op.Lrn;
import dev.toeplitz.graph.op.Lstm;
import dev.toeplitz.graph.op.MatMul;
import dev.toeplitz.graph.op.Maxout;
import dev.toeplitz.graph.op.MeanVarianceNorm;
import dev.toeplitz.graph.op.NegativeLogLikelihoodLoss;
import dev.toeplitz.graph.op.NegativeLogLikelihoodLoss.Joined;
import dev.toeplitz.graph.op.Pool;
import dev.toeplitz.graph.op.Recurrence;
import dev.toeplitz.graph.op.Recurrence.Direction;
import dev.toeplitz.graph.op.Recurrence.Extra;
import dev.toeplitz.graph.op.Reduction;
import dev.toeplitz.graph.op.Relu;
import dev.toeplitz.graph.op.RmsNorm;
import dev.toeplitz.graph.op.Rnn;
import dev.toeplitz.graph.op.Sigmoid;
import dev.toeplitz.graph.op.Softmax;
import dev.toeplitz.graph.op.SoftmaxCrossEntropyLoss;
import dev.toeplitz.graph.op.SpatialPyramidPool;
import dev.toeplitz.graph.op.Tanh;
import dev.toeplitz.graph.op.UnaryOperator;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/** Layers of a random graph: products, windows, normalisations, folds, sequences and losses. */
final class RandomLayers {
    private RandomLayers() {}

    static void add(List<RandomNodes.Maker> all) {
        windows(all);
        products(all);
        normalisations(all);
        folds(all);
        all.add(RandomLayers::recurrent);
        all.add(RandomLayers::recurrent);
        losses(all);
    }

    private static void on(List<RandomNodes.Maker> all, int least, int most, BiConsumer<Growth, Value> then) {
        all.add(g -> {
            Value x = g.real(least, most);
            if (x != null) {
                then.accept(g, x);
            }
        });
    }

    private static Shape shape(Value x) {
        return x.type().shape();
    }

    private static List<Window> windows(Growth g, Shape x, boolean dilates) {
        List<Window> windows = new ArrayList<>();
        for (int axis = 2; axis < x.rank(); axis++) {
            int size = g.between(1, 3);
            int dilation = dilates ? g.between(1, 2) : 1;
            windows.add(new Window(size, g.between(1, 2), dilation, g.random.nextInt(size), g.random.nextInt(size)));
        }
        return windows;
    }

    private static int[] filter(int first, int second, List<Window> windows) {
        return IntStream.concat(IntStream.of(first, second), windows.stream().mapToInt(Window::size))
                .toArray();
    }

    private static void windows(List<RandomNodes.Maker> all) {
        for (int times = 0; times < 3; times++) {
            on(all, 3, 5, (g, x) -> {
                int groups = g.random.nextInt(3) == 0 ? shape(x).at(1) : 1;
                int share = shape(x).at(1) / groups;
                int channels = groups * g.between(1, 3);
                List<Window> windows = windows(g, shape(x), true);
                Value w = g.weight(9 * share, filter(channels, share, windows));
                boolean biased = g.random.nextBoolean();
                List<Value> operands = biased ? List.of(x, w, g.weight(1, channels)) : List.of(x, w);
                g.add(new Conv(windows, groups), operands);
            });
        }
        on(all, 3, 4, (g, x) -> {
            List<Window> windows = windows(g, shape(x), false);
            Value w = g.weight(9 * shape(x).at(1), filter(shape(x).at(1), 2, windows));
            List<Integer> more = windows.stream()
                    .map(window -> g.random.nextInt(window.stride()))
                    .toList();
            g.add(new ConvTranspose(windows, 1, more), x, w);
        });
        on(
                all,
                3,
                5,
                (g, x) -> g.add(new Pool(Fold.MAX, windows(g, shape(x), true), g.random.nextBoolean(), false), x));
        on(
                all,
                3,
                5,
                (g, x) -> g.add(new Pool(Fold.MEAN, windows(g, shape(x), false), false, g.random.nextBoolean()), x));
        on(all, 3, 4, (g, x) -> g.add(new LpPool(g.between(1, 3), windows(g, shape(x), false), false), x));
        on(all, 3, 5, (g, x) -> g.add(new GlobalPool(g.one(Fold.MAX, Fold.MEAN)), x));
        on(all, 3, 5, (g, x) -> g.add(new GlobalLpPool(g.between(1, 3)), x));
        on(all, 4, 4, (g, x) -> g.add(new SpatialPyramidPool(g.one(Fold.MAX, Fold.MEAN), List.of(2, 1)), x));
    }

    private static void products(List<RandomNodes.Maker> all) {
        on(all, 2, 2, (g, x) -> {
            boolean input = g.random.nextBoolean();
            boolean weight = g.random.nextBoolean();
            int k = shape(x).at(input ? 0 : 1);
            int n = g.between(1, 5);
            Value w = weight ? g.weight(k, n, k) : g.weight(k, k, n);
            g.add(new Linear(input, weight, g.real(1, 0.5), g.real(1.0, 2.0)), x, w, g.weight(1, n));
        });
        on(all, 2, 5, (g, x) -> {
            int k = shape(x).at(-1);
            g.add(new MatMul(), x, g.weight(k, k, g.between(1, 4)));
        });
        on(all, 3, 3, (g, x) -> g.add(new Einsum("bij,jk->bki"), x, g.weight(shape(x).at(2), shape(x).at(2), 3)));
        on(all, 2, 3, (g, x) -> g.add(new Einsum("...ij->...ji"), x));
    }

    private static void normalisations(List<RandomNodes.Maker> all) {
        on(all, 2, 5, (g, x) -> {
            int c = shape(x).at(1);
            g.add(new BatchNorm(0x1p-10), x, g.positive(c), g.weight(1, c), g.weight(1, c), g.positive(c));
        });
        on(all, 3, 4, (g, x) -> {
            int c = shape(x).at(1);
            g.add(new InstanceNorm(0x1p-10), x, g.positive(c), g.weight(1, c));
        });
        on(all, 3, 4, (g, x) -> {
            int c = shape(x).at(1);
            g.add(new GroupNorm(c % 2 == 0 ? 2 : 1, 0x1p-10), x, g.positive(c), g.weight(1, c));
        });
        on(all, 2, 4, (g, x) -> {
            int c = shape(x).at(-1);
            g.add(new LayerNorm(-1, 0x1p-10), x, g.positive(c), g.weight(1, c));
        });
        on(all, 2, 4, (g, x) -> g.add(new RmsNorm(-1, 0x1p-10), x, g.positive(shape(x).at(-1))));
        on(all, 2, 4, (g, x) -> g.add(new LpNorm(-1, g.between(1, 2)), x));
        on(all, 4, 4, (g, x) -> g.add(new Lrn(g.one(1, 3, 5), 0x1p-7, 0.75, g.real(1.0, 2.0)), x));
        on(all, 4, 4, (g, x) -> g.add(new MeanVarianceNorm(List.of(0, 2, 3)), x));
        on(all, 2, 4, (g, x) -> g.add(new Softmax(shape(x).rank() - 1, 1), x));
        on(all, 3, 4, (g, x) -> g.add(new Softmax(1, 2), x));
        on(all, 2, 4, (g, x) -> g.add(new LogSoftmax(1, 1), x));
        on(all, 2, 4, (g, x) -> g.add(new Hardmax(shape(x).rank() - 1, 1), x));
    }

    private static void folds(List<RandomNodes.Maker> all) {
        for (Reduction.Kind kind : Reduction.Kind.values()) {
            on(all, 1, 5, (g, x) -> {
                List<Integer> axes = IntStream.range(0, shape(x).rank())
                        .filter(_ -> g.random.nextBoolean())
                        .boxed()
                        .toList();
                boolean keeps = g.random.nextBoolean();
                Value read = kind == Reduction.Kind.LOG_SUM ? g.add(new Clip(0.125, 8), x) : x;
                if (read != null && !axes.isEmpty()) {
                    g.add(new Reduction(kind, axes, keeps), read);
                }
            });
        }
        on(all, 1, 4, (g, x) -> g.add(new ArgMax(0, g.random.nextBoolean(), g.random.nextBoolean()), x));
        on(all, 1, 4, (g, x) -> g.add(new ArgMin(-1, g.random.nextBoolean(), g.random.nextBoolean()), x));
        on(all, 2, 4, (g, x) -> g.add(new Maxout(shape(x).at(1) % 2 == 0 ? 2 : 1), x));
        on(
                all,
                1,
                4,
                (g, x) -> g.add(
                        new CumSum(g.random.nextInt(shape(x).rank()), g.random.nextBoolean(), g.random.nextBoolean()),
                        x));
    }

    private static void recurrent(Growth g) {
        Value x = g.real(3, 3);
        if (x == null) {
            return;
        }
        Direction direction = g.one(Direction.values());
        int directions = direction == Direction.BIDIRECTIONAL ? 2 : 1;
        int kind = g.random.nextInt(3);
        int hidden = g.between(1, 3);
        int rows = hidden * List.of(1, 3, 4).get(kind);
        List<Extra> extras = new ArrayList<>();
        List<Value> operands = new ArrayList<>(List.of(
                x,
                g.weight(shape(x).at(2), directions, rows, shape(x).at(2)),
                g.weight(hidden, directions, rows, hidden)));
        if (g.random.nextBoolean()) {
            extras.add(Extra.BIAS);
            operands.add(g.weight(1, directions, g.between(1, 2) * rows));
        }
        if (g.random.nextBoolean()) {
            extras.add(Extra.INITIAL_STATE);
            operands.add(g.weight(1, directions, shape(x).at(1), hidden));
        }
        if (kind == 2 && g.random.nextBoolean()) {
            extras.add(Extra.PEEPHOLES);
            operands.add(g.weight(1, directions, 3 * hidden));
        }
        if (g.random.nextBoolean()) {
            extras.add(Extra.LENGTHS);
            operands.add(g.whole(DataType.INT32, 1, shape(x).at(0), shape(x).at(1)));
        }
        Recurrence form = new Recurrence(direction, extras);
        double clip = g.real(Double.POSITIVE_INFINITY, 2);
        g.add(
                switch (kind) {
                    case 0 -> new Rnn(form, each(directions, g.one(new Tanh(), new Relu())), clip);
                    case 1 -> new Gru(form, each(directions, new Sigmoid(), new Tanh()), g.random.nextBoolean(), clip);
                    default -> new Lstm(form, each(directions, new Sigmoid(), new Tanh(), new Tanh()), false, clip);
                },
                operands);
    }

    private static List<UnaryOperator> each(int directions, UnaryOperator... functions) {
        return Collections.nCopies(directions, List.of(functions)).stream()
                .flatMap(List::stream)
                .toList();
    }

    private static void losses(List<RandomNodes.Maker> all) {
        on(all, 1, 3, (g, x) -> g.add(new LpLoss(g.between(1, 2)), x, g.weight(1, extents(shape(x)))));
        on(all, 2, 2, (g, x) -> g.add(new HingeLoss(), x, classes(g, x)));
        on(all, 2, 3, (g, x) -> g.add(loss(g), x, classes(g, x)));
        on(all, 2, 3, (g, x) -> g.add(new SoftmaxCrossEntropyLoss(loss(g)), x, classes(g, x)));
    }

    private static NegativeLogLikelihoodLoss loss(Growth g) {
        return new NegativeLogLikelihoodLoss(g.one(Joined.values()), OptionalInt.empty());
    }

    private static Value classes(Growth g, Value x) {
        Shape pixels = Shape.of(shape(x).at(0)).then(shape(x).slice(2, shape(x).rank()));
        return g.whole(DataType.INT64, 0, shape(x).at(1) - 1, extents(pixels));
    }

    static int[] extents(Shape shape) {
        return shape.extents().stream().mapToInt(Integer::intValue).toArray();
    }
}
