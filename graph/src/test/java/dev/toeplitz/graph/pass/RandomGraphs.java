package dev.toeplitz.graph.pass;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Add;
import dev.toeplitz.graph.op.BatchNorm;
import dev.toeplitz.graph.op.Cast;
import dev.toeplitz.graph.op.Concat;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.ConvTranspose;
import dev.toeplitz.graph.op.Dropout;
import dev.toeplitz.graph.op.Identity;
import dev.toeplitz.graph.op.Linear;
import dev.toeplitz.graph.op.Mul;
import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.op.Pad;
import dev.toeplitz.graph.op.Relu;
import dev.toeplitz.graph.op.Reshape;
import dev.toeplitz.graph.op.Slice;
import dev.toeplitz.graph.op.Slice.Range;
import dev.toeplitz.graph.op.Tile;
import dev.toeplitz.graph.op.Transpose;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small graphs full of what passes look for: batch normalisations, identities, constant arithmetic, unread nodes. */
final class RandomGraphs {
    private static final int MOST_NODES = 12;

    private final Random random;
    private final GraphBuilder graph = new GraphBuilder("random");
    private final List<Value> maps = new ArrayList<>();
    private int names;

    private RandomGraphs(long seed) {
        random = new Random(seed);
    }

    static Graph of(long seed) {
        return new RandomGraphs(seed).build();
    }

    /** Values that single precision holds exactly, for each input. */
    static Map<Value, Tensor> inputs(Graph graph, long seed) {
        Map<Value, Tensor> inputs = new HashMap<>();
        graph.inputs().forEach(value -> inputs.put(value, new Tensor.Random(value.type(), seed, 0, 1)));
        return inputs;
    }

    private Graph build() {
        maps.add(graph.input("x", TensorType.float32(from(1, 2), 2 * from(1, 2), from(2, 4), from(2, 4))));
        int count = from(2, MOST_NODES);
        for (int i = 0; i < count; i++) {
            maps.add(next(maps.get(random.nextInt(Math.max(0, maps.size() - 3), maps.size()))));
        }
        Value last = maps.getLast();
        graph.output(random.nextBoolean() ? last : classifier(last));
        if (random.nextBoolean()) {
            graph.output(maps.get(random.nextInt(maps.size())));
        }
        return graph.build();
    }

    private Value next(Value x) {
        return switch (from(0, 6)) {
            case 0, 1 -> conv(x);
            case 2, 3 -> norm(x);
            case 4 -> graph.node(name("relu"), new Relu(), x);
            case 5 -> graph.node(name("add"), new Add(), x, x);
            default -> identity(x);
        };
    }

    private Value conv(Value x) {
        Shape shape = x.type().shape();
        int groups = from(1, 2);
        int channels = 2 * from(1, 2);
        boolean transposed = random.nextBoolean();
        Value w = transposed
                ? weight(shape.at(1), channels / groups, 2, 2)
                : weight(channels, shape.at(1) / groups, 2, 2);
        Operator operator = transposed ? ConvTranspose.square(2, 1, 0, groups) : Conv.square(2, 1, 1, groups);
        List<Value> inputs = new ArrayList<>(List.of(x, w));
        if (random.nextBoolean()) {
            inputs.add(weight(channels));
        }
        return graph.node(name("conv"), operator, inputs).getFirst();
    }

    private Value norm(Value x) {
        int channels = x.type().shape().at(1);
        Value variance = graph.constant(
                name("variance"), new Tensor.Random(TensorType.float32(channels), random.nextLong(), 1, 0.1));
        return graph.node(
                name("norm"), new BatchNorm(1e-3), x, weight(channels), weight(channels), weight(channels), variance);
    }

    private Value identity(Value x) {
        Shape shape = x.type().shape();
        List<Integer> zeros = List.of(0, 0, 0, 0);
        Operator operator = switch (from(0, 8)) {
            case 0 -> new Identity();
            case 1 -> new Dropout();
            case 2 -> new Reshape(shape);
            case 3 -> new Transpose(List.of(0, 1, 2, 3));
            case 4 -> new Concat(from(0, 3));
            case 5 ->
                new Slice(shape.extents().stream()
                        .map(extent -> new Range(0, extent, 1))
                        .toList());
            case 6 -> new Pad(Pad.Mode.values()[from(0, 3)], zeros, zeros, 7);
            case 7 -> new Tile(List.of(1, 1, 1, 1));
            default -> new Cast(DataType.FLOAT32);
        };
        return graph.node(name("same"), operator, x);
    }

    private Value classifier(Value x) {
        Shape shape = x.type().shape();
        Value row = graph.node(name("flatten"), new Reshape(Shape.of(shape.at(0), shape.product(1, 4))), x);
        int inputs = row.type().shape().at(1);
        boolean transposes = random.nextBoolean();
        Value w = transposes ? weight(3, inputs) : weight(inputs, 3);
        Linear linear = new Linear(false, transposes, from(1, 2), from(1, 2));
        Value y = random.nextBoolean()
                ? graph.node(name("fc"), linear, row, w, random.nextBoolean() ? weight(3) : weight(1, 1))
                : graph.node(name("fc"), linear, row, w);
        return norm(y);
    }

    /** A constant, or what becomes one by a product and a rearrangement. */
    private Value weight(int... extents) {
        Shape shape = Shape.of(extents);
        int elements = Math.toIntExact(shape.elements());
        if (from(0, 2) > 0) {
            return constant(shape);
        }
        Value product = graph.node(
                name("product"),
                new Mul(),
                constant(Shape.of(elements)),
                constant(Shape.of(random.nextBoolean() ? 1 : elements)));
        return graph.node(name("weight"), new Reshape(shape), product);
    }

    private Value constant(Shape shape) {
        double[] values =
                random.doubles(shape.elements(), -2, 2).map(x -> (float) x).toArray();
        return graph.constant(name("w"), Tensor.of(new TensorType(DataType.FLOAT32, shape), values));
    }

    private int from(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    private String name(String kind) {
        return kind + names++;
    }
}
