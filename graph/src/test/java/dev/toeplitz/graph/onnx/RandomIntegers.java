package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.ConvInteger;
import dev.toeplitz.graph.op.DequantizeLinear;
import dev.toeplitz.graph.op.DynamicQuantizeLinear;
import dev.toeplitz.graph.op.MatMulInteger;
import dev.toeplitz.graph.op.QLinearConv;
import dev.toeplitz.graph.op.QLinearMatMul;
import dev.toeplitz.graph.op.QuantizeLinear;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Ways to add operators on quantised numbers to a random graph. */
final class RandomIntegers {
    /**
     * ONNX Runtime multiplies unsigned by signed bytes in pairs that saturate at 16 bits on CPUs without VNNI; weights of 7 bits keep
     * 2 · 255 · 63 below that.
     */
    private static final int MOST_WEIGHT = 63;

    private RandomIntegers() {}

    static void add(List<RandomNodes.Maker> all) {
        all.add(g -> {
            Value q = quantised(g, g.one(DataType.INT8, DataType.UINT8), 0, 5, g.random.nextBoolean());
            if (q != null) {
                g.add(new DequantizeLinear(0), q, g.positive());
            }
        });
        all.add(g -> {
            Value x = g.real(1, 5);
            if (x != null) {
                g.add(new DynamicQuantizeLinear(), x);
            }
        });
        all.add(RandomIntegers::conv);
        all.add(RandomIntegers::conv);
        all.add(RandomIntegers::product);
        all.add(RandomIntegers::product);
    }

    /** A value in eight bits; null where there is none. */
    private static Value quantised(Growth g, DataType type, int least, int most, boolean shifted) {
        Value x = g.real(least, most);
        if (x == null) {
            return null;
        }
        int rank = x.type().shape().rank();
        int axis = rank == 0 ? 0 : g.random.nextInt(rank);
        Value scale = rank > 0 && g.random.nextInt(4) == 0
                ? g.positive(x.type().shape().at(axis))
                : g.positive();
        int[] one = scale.type().shape().extents().stream().mapToInt(i -> i).toArray();
        return shifted
                ? g.add(new QuantizeLinear(type, axis), x, scale, g.whole(type, 0, 100, one))
                : g.add(new QuantizeLinear(type, axis), x, scale);
    }

    private static Value weight(Growth g, int... extents) {
        return g.whole(DataType.INT8, -MOST_WEIGHT, MOST_WEIGHT, extents);
    }

    private static void conv(Growth g) {
        DataType type = g.one(DataType.INT8, DataType.UINT8);
        Value x = quantised(g, type, 4, 4, false);
        if (x == null) {
            return;
        }
        Shape shape = x.type().shape();
        int groups = g.random.nextInt(3) == 0 ? shape.at(1) : 1;
        int channels = groups * g.between(1, 3);
        List<Window> windows = new ArrayList<>();
        for (int axis = 2; axis < shape.rank(); axis++) {
            int size = g.between(1, 3);
            windows.add(
                    new Window(size, g.between(1, 2), g.between(1, 2), g.random.nextInt(size), g.random.nextInt(size)));
        }
        int[] filter = IntStream.concat(
                        IntStream.of(channels, shape.at(1) / groups),
                        windows.stream().mapToInt(Window::size))
                .toArray();
        Value w = weight(g, filter);
        // ONNX Runtime's ConvInteger takes unsigned inputs only.
        if (type == DataType.UINT8 && g.random.nextBoolean()) {
            Value sums = g.random.nextBoolean()
                    ? g.add(new ConvInteger(windows, groups), x, w)
                    : g.add(new ConvInteger(windows, groups), x, w, g.whole(type, 0, 100));
            if (sums != null) {
                g.add(new DequantizeLinear(1), sums, g.positive(channels));
            }
            return;
        }
        boolean shifted = g.random.nextBoolean();
        DataType result = type;
        List<Value> operands = new ArrayList<>(List.of(x, g.positive()));
        if (shifted) {
            operands.add(g.whole(type, 0, 100));
        }
        operands.add(w);
        operands.add(g.random.nextBoolean() ? g.positive(channels) : g.positive());
        if (shifted) {
            operands.add(g.whole(DataType.INT8, 0, 0));
        }
        operands.add(g.positive());
        if (shifted) {
            operands.add(g.whole(result, 0, 100));
        }
        if (g.random.nextBoolean()) {
            operands.add(g.whole(DataType.INT32, -1000, 1000, channels));
        }
        g.add(new QLinearConv(windows, groups, result, shifted), operands);
    }

    private static void product(Growth g) {
        DataType type = g.one(DataType.INT8, DataType.UINT8);
        Value a = quantised(g, type, 2, 3, false);
        if (a == null) {
            return;
        }
        int columns = g.between(1, 5);
        Value b = weight(g, a.type().shape().at(-1), columns);
        if (g.random.nextBoolean()) {
            Value sums = g.random.nextBoolean()
                    ? g.add(new MatMulInteger(), a, b)
                    : g.add(new MatMulInteger(), a, b, g.whole(type, 0, 100));
            if (sums != null) {
                g.add(new DequantizeLinear(-1), sums, g.positive(columns));
            }
            return;
        }
        g.add(
                new QLinearMatMul(type, false),
                a,
                g.positive(),
                b,
                g.random.nextBoolean() ? g.positive(columns) : g.positive(),
                g.positive());
    }
}
