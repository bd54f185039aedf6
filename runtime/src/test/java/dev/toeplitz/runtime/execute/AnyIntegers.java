package dev.toeplitz.runtime.execute;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.ConvInteger;
import dev.toeplitz.graph.op.MatMulInteger;
import dev.toeplitz.graph.op.Pool;
import dev.toeplitz.graph.op.QLinearConv;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.InputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Contractions of 8-bit tensors of random geometry: odd reductions, groups, padding larger than needed, strides that leave some of the input
 * out, dilation, both types of either operand, zero points and weights' scales by channel. Half of all numbers are the type's extremes.
 */
final class AnyIntegers {
    private final Random random;
    private final boolean shifted;
    private GraphBuilder graph;
    private Map<Value, Tensor> inputs;
    private int names;

    private AnyIntegers(long seed, boolean shifted) {
        this.random = new Random(seed);
        this.shifted = shifted;
    }

    record Drawn(Graph graph, Map<Value, Tensor> inputs) {}

    /**
     * The graph of a seed; a geometry that no output is left of is drawn again.
     *
     * @param shifted whether there are zero points
     */
    static Drawn of(long seed, boolean shifted) {
        AnyIntegers drawn = new AnyIntegers(seed, shifted);
        for (int attempt = 0; attempt < 1000; attempt++) {
            try {
                return drawn.drawn(seed);
            } catch (InputException _) {
                // Another one.
            }
        }
        throw new IllegalStateException("no geometry in 1000 that has an output");
    }

    /** A 3 × 3 convolution of stride 1, as Winograd's algorithm wants it. */
    static Drawn filtering(long seed, boolean shifted) {
        AnyIntegers drawn = new AnyIntegers(seed, shifted);
        for (int attempt = 0; attempt < 1000; attempt++) {
            try {
                return drawn.filtered(seed);
            } catch (InputException _) {
                // Another one.
            }
        }
        throw new IllegalStateException("no geometry in 1000 that has an output");
    }

    private Drawn filtered(long seed) {
        graph = new GraphBuilder("filtering " + seed);
        inputs = new HashMap<>();
        names = 0;
        int channels = from(8, 50);
        List<Window> windows =
                List.of(new Window(3, 1, 1, from(0, 3), from(0, 3)), new Window(3, 1, 1, from(0, 3), from(0, 3)));
        Value x = graph.node(name(), Pool.max(1, 1, 0, false), input(from(1, 3), channels, from(1, 19), from(1, 19)));
        Value w = constant(eight(), Shape.of(from(1, 40), channels, 3, 3));
        graph.output(random.nextBoolean() ? sums(windows, 1, x, w) : scaled(windows, 1, x, w));
        return new Drawn(graph.build(), inputs);
    }

    private Drawn drawn(long seed) {
        graph = new GraphBuilder("integers " + seed);
        inputs = new HashMap<>();
        names = 0;
        graph.output(random.nextInt(4) == 0 ? product() : convolution());
        return new Drawn(graph.build(), inputs);
    }

    private int from(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    private String name() {
        return "n" + names++;
    }

    private DataType eight() {
        return random.nextBoolean() ? DataType.INT8 : DataType.UINT8;
    }

    private Tensor numbers(TensorType type) {
        double least = type.type() == DataType.INT8 ? -128 : 0;
        double[] values = new double[Math.toIntExact(type.elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = least + (random.nextBoolean() ? 255 * random.nextInt(2) : random.nextInt(256));
        }
        return Tensor.of(type, values);
    }

    private Value input(int... extents) {
        TensorType type = new TensorType(eight(), Shape.of(extents));
        Value value = graph.input(name(), type);
        inputs.put(value, numbers(type));
        return value;
    }

    private Value constant(DataType type, Shape shape) {
        return graph.constant(name(), numbers(new TensorType(type, shape)));
    }

    /** Any, or 0, or what lies in the middle of unsigned numbers; some of an activation's are only known when the graph runs. */
    private Value zeroPoints(Value of, Shape shape) {
        TensorType type = new TensorType(of.type().type(), shape);
        Tensor drawn = switch (random.nextInt(4)) {
            case 0 -> new Tensor.Filled(type, 0);
            case 1 -> new Tensor.Filled(type, type.type() == DataType.INT8 ? -128 : 128);
            default -> numbers(type);
        };
        if (shape.elements() > 1 || random.nextInt(3) > 0) {
            return graph.constant(name(), drawn);
        }
        Value value = graph.input(name(), type);
        inputs.put(value, drawn);
        return value;
    }

    private Value convolution() {
        int groups = random.nextInt(3) == 0 ? from(2, 3) : 1;
        int channels = from(1, 9);
        int filters = groups * from(1, 40);
        List<Window> windows = List.of(window(), window());
        Value x = input(from(1, 2), groups * channels, from(3, 15), from(3, 15));
        if (random.nextBoolean()) {
            // An input lies as it is given, row-major; what is computed lies channels-last.
            x = graph.node(name(), Pool.max(1, 1, 0, false), x);
        }
        Value w = constant(
                eight(),
                Shape.of(
                        filters, channels, windows.get(0).size(), windows.get(1).size()));
        return random.nextBoolean() ? sums(windows, groups, x, w) : scaled(windows, groups, x, w);
    }

    private Window window() {
        return new Window(from(1, 4), from(1, 3), from(1, 2), from(0, 3), from(0, 3));
    }

    private Value sums(List<Window> windows, int groups, Value x, Value w) {
        List<Value> operands = new ArrayList<>(List.of(x, w));
        if (shifted) {
            operands.add(zeroPoints(x, Shape.SCALAR));
            operands.add(zeroPoints(w, Shape.of(w.type().shape().at(0))));
        }
        return graph.node(name(), new ConvInteger(windows, groups), operands).getFirst();
    }

    private Value scaled(List<Window> windows, int groups, Value x, Value w) {
        int filters = w.type().shape().at(0);
        DataType made = eight();
        List<Value> operands = new ArrayList<>(List.of(x, scale(Shape.SCALAR)));
        if (shifted) {
            operands.add(zeroPoints(x, Shape.SCALAR));
        }
        operands.add(w);
        operands.add(scale(Shape.of(filters)));
        if (shifted) {
            operands.add(zeroPoints(w, random.nextBoolean() ? Shape.SCALAR : Shape.of(filters)));
        }
        operands.add(scale(Shape.SCALAR));
        if (shifted) {
            operands.add(constant(made, Shape.SCALAR));
        }
        return graph.node(name(), new QLinearConv(windows, groups, made, shifted), operands)
                .getFirst();
    }

    /** So that some results are cut off and most are not. */
    private Value scale(Shape shape) {
        double[] values = new double[Math.toIntExact(shape.elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.01 + 0.1 * random.nextDouble();
        }
        return graph.constant(name(), Tensor.of(new TensorType(DataType.FLOAT32, shape), values));
    }

    private Value product() {
        int k = from(2, 130);
        int n = from(1, 50);
        Value a = random.nextBoolean() ? input(from(1, 20), k) : input(2, from(1, 9), k);
        Value b = constant(eight(), Shape.of(k, n));
        List<Value> operands = new ArrayList<>(List.of(a, b));
        if (shifted) {
            operands.add(zeroPoints(a, Shape.SCALAR));
            operands.add(zeroPoints(b, random.nextBoolean() ? Shape.SCALAR : Shape.of(n)));
        }
        return graph.node(name(), new MatMulInteger(), operands).getFirst();
    }
}
