package dev.toeplitz.runtime.execute;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Add;
import dev.toeplitz.graph.op.BatchNorm;
import dev.toeplitz.graph.op.ChannelShuffle;
import dev.toeplitz.graph.op.Clip;
import dev.toeplitz.graph.op.Concat;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.ConvTranspose;
import dev.toeplitz.graph.op.GlobalPool;
import dev.toeplitz.graph.op.HardSwish;
import dev.toeplitz.graph.op.InstanceNorm;
import dev.toeplitz.graph.op.LayerNorm;
import dev.toeplitz.graph.op.Linear;
import dev.toeplitz.graph.op.Lrn;
import dev.toeplitz.graph.op.MatMul;
import dev.toeplitz.graph.op.Mul;
import dev.toeplitz.graph.op.Pad;
import dev.toeplitz.graph.op.Pool;
import dev.toeplitz.graph.op.Relu;
import dev.toeplitz.graph.op.Reshape;
import dev.toeplitz.graph.op.Shift;
import dev.toeplitz.graph.op.Sigmoid;
import dev.toeplitz.graph.op.Softmax;
import dev.toeplitz.graph.op.SpaceToDepth;
import dev.toeplitz.graph.op.Split;
import dev.toeplitz.graph.op.Transpose;
import dev.toeplitz.graph.pass.RandomWeights;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Small graphs of random geometry: odd extents, padding larger than needed, strides longer than the filter, dilation, groups. */
final class AnyGeometry {
    private final Random random;
    private GraphBuilder graph;
    private int names;

    private AnyGeometry(long seed) {
        this.random = new Random(seed);
    }

    /** The graph of a seed; a geometry that no output is left of is drawn again. */
    static Graph of(long seed) {
        AnyGeometry geometry = new AnyGeometry(seed);
        for (int attempt = 0; attempt < 1000; attempt++) {
            try {
                return geometry.drawn(seed);
            } catch (InputException _) {
                // Another one.
            }
        }
        throw new IllegalStateException("no geometry in 1000 that has an output");
    }

    /** A 3 × 3 convolution of stride 1, as Winograd's algorithm wants it, of any other geometry. */
    static Graph filtering(long seed) {
        AnyGeometry geometry = new AnyGeometry(seed);
        for (int attempt = 0; attempt < 1000; attempt++) {
            try {
                geometry.graph = new GraphBuilder("filtering " + seed);
                geometry.names = 0;
                geometry.graph.output(geometry.filtered());
                return RandomWeights.fill(geometry.graph.build(), seed);
            } catch (InputException _) {
                // Another one.
            }
        }
        throw new IllegalStateException("no geometry in 1000 that has an output");
    }

    /** A product that needs more than one block, or one whose matrix meets few vectors; either operand may be computed. */
    static Graph multiplying(long seed) {
        AnyGeometry geometry = new AnyGeometry(seed);
        geometry.graph = new GraphBuilder("multiplying " + seed);
        geometry.graph.output(geometry.multiplied());
        return RandomWeights.fill(geometry.graph.build(), seed);
    }

    private Value multiplied() {
        int m = random.nextBoolean() ? from(1, 5) : from(6, 140);
        int n = random.nextInt(5) == 0 ? from(1, 5) : from(6, 140);
        int k = from(1, 60) * (random.nextBoolean() ? 4 : 3);
        Value x = graph.node(name(), new HardSwish(), input(m, k));
        return switch (random.nextInt(5)) {
            case 0 -> followed(graph.node(name(), new Linear(), x, weight(n, k), weight(n)), n);
            case 1 -> graph.node(name(), new Linear(), x, input(n, k), weight(n));
            case 2 -> graph.node(name(), new MatMul(), x, input(k, n));
            case 3 -> graph.node(name(), new MatMul(), weight(from(1, 3), m, k), input(k, n));
            default -> {
                Value map = graph.node(name(), new HardSwish(), input(from(1, 2), k, 3, from(3, 5)));
                yield followed(graph.node(name(), Conv.square(3, 2, from(0, 1), 1), map, weight(n, k, 3, 3)), n);
            }
        };
    }

    private Value filtered() {
        int channels = from(1, 40);
        int filters = from(1, 40);
        List<Window> windows =
                List.of(new Window(3, 1, 1, from(0, 3), from(0, 3)), new Window(3, 1, 1, from(0, 3), from(0, 3)));
        int[] extents = {from(1, 3), channels, from(1, 19), from(1, 19)};
        // An input lies as it is given, row-major; what is computed lies channels-last.
        Value x = graph.node(name(), new HardSwish(), input(extents));
        Value w = weight(filters, channels, 3, 3);
        Value y = random.nextBoolean()
                ? graph.node(name(), new Conv(windows, 1), x, w, weight(filters))
                : graph.node(name(), new Conv(windows, 1), x, w);
        Value value = followed(y, filters);
        return random.nextInt(4) == 0 ? graph.node(name(), new Concat(1), value, value) : value;
    }

    private Graph drawn(long seed) {
        graph = new GraphBuilder("geometry " + seed);
        names = 0;
        List<Supplier<Value>> kinds = List.of(
                this::convolution,
                this::convolution,
                this::convolution,
                this::depthwise,
                this::transposed,
                this::pooled,
                this::pooled,
                this::product,
                this::elementwise,
                this::moved,
                this::normal,
                this::block);
        graph.output(kinds.get(random.nextInt(kinds.size())).get());
        return RandomWeights.fill(graph.build(), seed);
    }

    private int from(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    private String name() {
        return "n" + names++;
    }

    private Value input(int... extents) {
        return graph.input(name(), TensorType.float32(extents));
    }

    private Value weight(int... extents) {
        return graph.weight(name(), extents);
    }

    private Window window() {
        return new Window(from(1, 4), from(1, 4), from(1, 3), from(0, 4), from(0, 4));
    }

    private List<Window> windows(int axes) {
        List<Window> windows = new ArrayList<>();
        for (int axis = 0; axis < axes; axis++) {
            windows.add(window());
        }
        return windows;
    }

    private int[] map(int axes, int channels) {
        int[] extents = new int[2 + axes];
        extents[0] = from(1, 3);
        extents[1] = channels;
        for (int axis = 0; axis < axes; axis++) {
            extents[2 + axis] = from(axes == 3 ? 2 : 3, axes == 3 ? 5 : 17);
        }
        return extents;
    }

    private int[] filter(List<Window> windows, int out, int in) {
        int[] extents = new int[2 + windows.size()];
        extents[0] = out;
        extents[1] = in;
        for (int axis = 0; axis < windows.size(); axis++) {
            extents[2 + axis] = windows.get(axis).size();
        }
        return extents;
    }

    private Value convolution() {
        int axes = random.nextInt(8) == 0 ? from(1, 3) : 2;
        int groups = random.nextInt(3) == 0 ? from(2, 3) : 1;
        int channels = from(1, 9);
        int filters = from(1, 40);
        List<Window> windows = windows(axes);
        Value x = input(map(axes, groups * channels));
        Value w = weight(filter(windows, groups * filters, channels));
        Value y = random.nextBoolean()
                ? graph.node(name(), new Conv(windows, groups), x, w, weight(groups * filters))
                : graph.node(name(), new Conv(windows, groups), x, w);
        return followed(y, groups * filters);
    }

    /** Some of what runs in the same kernel. */
    private Value followed(Value y, int channels) {
        Value value = y;
        if (random.nextInt(4) == 0) {
            value = graph.node(
                    name(),
                    new BatchNorm(1e-5),
                    value,
                    weight(channels),
                    weight(channels),
                    mean(channels),
                    variance(channels));
        }
        if (random.nextInt(4) == 0) {
            Value other = graph.input(name(), value.type());
            value = graph.node(name(), new Add(), random.nextBoolean() ? List.of(other, value) : List.of(value, other))
                    .getFirst();
        }
        return switch (random.nextInt(5)) {
            case 0 -> graph.node(name(), new Relu(), value);
            case 1 -> graph.node(name(), new HardSwish(), value);
            case 2 -> graph.node(name(), new Sigmoid(), value);
            default -> value;
        };
    }

    private Value mean(int channels) {
        return graph.weight(name() + ".mean", channels);
    }

    private Value variance(int channels) {
        return graph.weight(name() + ".variance", channels);
    }

    private Value depthwise() {
        int channels = from(2, 40);
        List<Window> windows = windows(2);
        Value x = input(map(2, channels));
        Value w = weight(filter(windows, channels, 1));
        return followed(graph.node(name(), new Conv(windows, channels), x, w), channels);
    }

    private Value transposed() {
        int groups = from(1, 2);
        int channels = from(1, 4);
        int filters = from(1, 6);
        List<Window> windows = windows(2);
        Value x = input(map(2, groups * channels));
        Value w = weight(filter(windows, groups * channels, filters));
        Value y = graph.node(name(), new ConvTranspose(windows, groups, List.of(0, 0)), x, w);
        return followed(y, groups * filters);
    }

    private Value pooled() {
        int channels = from(1, 40);
        Value x = input(map(2, channels));
        if (random.nextInt(5) == 0) {
            return graph.node(name(), new GlobalPool(random.nextBoolean() ? Fold.MEAN : Fold.MAX), x);
        }
        Fold fold = random.nextBoolean() ? Fold.MEAN : Fold.MAX;
        return graph.node(name(), new Pool(fold, windows(2), random.nextBoolean(), random.nextBoolean()), x);
    }

    private Value product() {
        int m = from(1, 20);
        int k = from(1, 40);
        int n = from(1, 50);
        return switch (random.nextInt(3)) {
            case 0 -> followed(graph.node(name(), new Linear(), input(m, k), weight(n, k), weight(n)), n);
            case 1 -> graph.node(name(), new MatMul(), input(m, k), weight(k, n));
            default -> graph.node(name(), new MatMul(), input(from(1, 3), 2, m, k), input(2, k, n));
        };
    }

    /** Broadcasting: each operand may have 1, or no axis at all, where the other has more. */
    private Value elementwise() {
        int rank = from(1, 4);
        int[] full = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            full[axis] = from(1, 19);
        }
        Value sum = graph.node(name(), new Add(), input(full), input(broadcast(full)));
        return graph.node(name(), new Mul(), graph.node(name(), new Sigmoid(), sum), weight(broadcast(full)));
    }

    private int[] broadcast(int[] full) {
        int lead = random.nextInt(full.length);
        int[] some = new int[full.length - lead];
        for (int axis = 0; axis < some.length; axis++) {
            some[axis] = random.nextInt(3) == 0 ? 1 : full[lead + axis];
        }
        return some;
    }

    private Value moved() {
        int channels = from(1, 6) * 6;
        int[] extents = map(2, channels);
        Value x = input(extents);
        return switch (random.nextInt(6)) {
            case 0 -> graph.node(name(), new Transpose(List.of(0, 2, 3, 1)), x);
            case 1 -> graph.node(name(), new ChannelShuffle(from(1, 3)), x);
            case 2 -> graph.node(name(), new Shift(3), x);
            case 3 -> graph.node(name(), new Reshape(Shape.of(extents[0], channels * extents[2] * extents[3])), x);
            case 4 ->
                graph.node(
                        name(),
                        new Pad(Pad.Mode.CONSTANT, List.of(0, 0, from(0, 3), 1), List.of(0, 1, 2, from(0, 3)), 0.5),
                        x);
            default ->
                graph.node(
                        name(), new SpaceToDepth(2, true), input(extents[0], channels, 2 * from(1, 5), 2 * from(1, 5)));
        };
    }

    private Value normal() {
        int channels = from(2, 20);
        Value x = input(map(2, channels));
        return switch (random.nextInt(4)) {
            case 0 -> graph.node(name(), new Lrn(from(1, 5), 1e-2, 0.75, 1), x);
            case 1 -> graph.node(name(), new Softmax(from(0, 3), 1), x);
            case 2 -> graph.node(name(), new InstanceNorm(1e-5), x, weight(channels), weight(channels));
            default -> {
                int last = x.type().shape().at(3);
                yield graph.node(name(), new LayerNorm(3, 1e-5), x, weight(last), weight(last));
            }
        };
    }

    /** Branches that are put side by side, as inception modules and dense blocks have them, and split again. */
    private Value block() {
        int channels = from(1, 24);
        Value x = input(from(1, 2), from(1, 20), from(3, 15), from(3, 15));
        int in = x.type().shape().at(1);
        Value one = graph.node(name(), Conv.square(1, 1, 0, 1), x, weight(channels, in, 1, 1));
        Value three = graph.node(name(), Conv.square(3, 1, 1, 1), x, weight(2 * channels, in, 3, 3));
        Value pool = graph.node(name(), Pool.max(3, 1, 1, false), random.nextBoolean() ? x : one);
        Value joined = graph.node(name(), new Concat(1), one, graph.node(name(), new Relu(), three), pool);
        Value again = graph.node(name(), new Concat(1), joined, graph.node(name(), new Clip(-1, 1), one));
        int all = again.type().shape().at(1);
        List<Value> parts = graph.node(name(), new Split(1, List.of(all - 1, 1)), List.of(again));
        return graph.node(name(), new Mul(), parts.get(0), parts.get(1));
    }
}
