package dev.toeplitz.graph.pass;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.DequantizeLinear;
import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.op.QuantizeLinear;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.DoubleStream;

/** A layer as quantising tools write it: integers made numbers, a contraction, perhaps activation functions, integers again. */
record QdqLayer(
        Operator contraction, Held x, Held w, int channelAxis, Optional<Bias> bias, List<Operator> between, Held y) {
    /** Integers of a type and shape, and what they stand for. */
    record Held(DataType type, Shape shape, double[] scales, int zeroPoint, int axis) {
        static Held of(DataType type, double scale, int zeroPoint, int... extents) {
            return new Held(type, Shape.of(extents), new double[] {(float) scale}, zeroPoint, 0);
        }

        Held along(int along, double... scales) {
            double[] single =
                    DoubleStream.of(scales).map(scale -> (float) scale).toArray();
            return new Held(type, shape, single, zeroPoint, along);
        }

        private Value scale(GraphBuilder graph, String name) {
            TensorType scalar = TensorType.float32();
            TensorType some = TensorType.float32(scales.length);
            return graph.constant(name + ".scale", Tensor.of(scales.length == 1 ? scalar : some, scales));
        }

        private List<Value> parameters(GraphBuilder graph, String name, Value first) {
            List<Value> all = new ArrayList<>(List.of(first, scale(graph, name)));
            if (zeroPoint != 0) {
                TensorType one = new TensorType(type, scales.length == 1 ? Shape.SCALAR : Shape.of(scales.length));
                all.add(graph.constant(name + ".zero", new Tensor.Filled(one, zeroPoint)));
            }
            return all;
        }

        Value number(GraphBuilder graph, String name, Value whole) {
            return graph.node(name + ".number", new DequantizeLinear(axis), parameters(graph, name, whole))
                    .getFirst();
        }

        Value whole(GraphBuilder graph, String name, Value number) {
            return graph.node(name, new QuantizeLinear(type, axis), parameters(graph, name, number))
                    .getFirst();
        }
    }

    /** Integers and a scale for each; numbers where there are none. */
    record Bias(double[] values, double[] scales, Shape shape) {
        static Bias numbers(double... values) {
            return new Bias(values, new double[0], Shape.of(values.length));
        }
    }

    /** 3 × 3, two channels to two, unsigned activations with zero points, weights with a scale a channel; what the tests vary. */
    static QdqLayer plain() {
        Held x = Held.of(DataType.UINT8, 0.5, 3, 1, 2, 5, 5);
        Held w = Held.of(DataType.INT8, 1, 0, 2, 2, 3, 3).along(0, 0.25, 0.125);
        Held y = Held.of(DataType.UINT8, 7, 120);
        return new QdqLayer(Conv.square(3, 1, 1, 1), x, w, 0, Optional.empty(), List.of(), y);
    }

    QdqLayer doing(Operator other) {
        return new QdqLayer(other, x, w, channelAxis, bias, between, y);
    }

    QdqLayer from(Held other) {
        return new QdqLayer(contraction, other, w, channelAxis, bias, between, y);
    }

    QdqLayer weights(Held other, int axis) {
        return new QdqLayer(contraction, x, other, axis, bias, between, y);
    }

    QdqLayer biased(Bias other) {
        return new QdqLayer(contraction, x, w, channelAxis, Optional.of(other), between, y);
    }

    /** With integers in the units of the sums. */
    QdqLayer biased(double... units) {
        double[] scales = new double[w.scales().length];
        Arrays.setAll(scales, i -> (float) (x.scales()[0] * w.scales()[i]));
        return biased(new Bias(units, scales, Shape.of(units.length)));
    }

    QdqLayer then(Operator... others) {
        return new QdqLayer(contraction, x, w, channelAxis, bias, List.of(others), y);
    }

    QdqLayer to(DataType type, double scale, int zeroPoint) {
        return new QdqLayer(contraction, x, w, channelAxis, bias, between, Held.of(type, scale, zeroPoint));
    }

    /** The number that the integers are made of, behind all of the layer but its rounding. */
    Value number(GraphBuilder graph, String name, Value ofX, Value ofW) {
        List<Value> operands = new ArrayList<>(List.of(ofX, ofW));
        bias.ifPresent(added -> operands.add(bias(graph, name + ".b", added)));
        Value number = graph.node(name + ".product", contraction, operands).getFirst();
        for (int i = 0; i < between.size(); i++) {
            number = graph.node(name + ".between" + i, between.get(i), number);
        }
        return number;
    }

    private static Value bias(GraphBuilder graph, String name, Bias bias) {
        if (bias.scales().length == 0) {
            return graph.constant(name, Tensor.of(new TensorType(DataType.FLOAT32, bias.shape()), bias.values()));
        }
        Value whole = graph.constant(name, Tensor.of(new TensorType(DataType.INT32, bias.shape()), bias.values()));
        Held held = new Held(DataType.INT32, bias.shape(), bias.scales(), 0, -1);
        return held.number(graph, name, whole);
    }

    Value weight(GraphBuilder graph, String name, int most, long seed) {
        int middle = w.type() == DataType.INT8 ? 0 : 128;
        Tensor values = integers(new TensorType(w.type(), w.shape()), middle, most, seed);
        return w.number(graph, name + ".w", graph.constant(name + ".w", values));
    }

    /** The layer alone. */
    Graph graph(long seed) {
        return graph(127, seed);
    }

    /** @param most how far weights are from the middle of their type at most */
    Graph graph(int most, long seed) {
        GraphBuilder graph = new GraphBuilder("layer " + seed);
        Value input = graph.input("x", new TensorType(x.type(), x.shape()));
        Value number = number(graph, "layer", x.number(graph, "x", input), weight(graph, "layer", most, seed));
        graph.output(y.whole(graph, "y", number));
        return graph.build();
    }

    static Map<Value, Tensor> inputs(Graph graph, long seed) {
        Map<Value, Tensor> inputs = new LinkedHashMap<>();
        graph.inputs().forEach(input -> inputs.put(input, integers(input.type(), 0, 255, seed + 1000)));
        return inputs;
    }

    /** Any integers of a type no further than {@code most} from another. */
    private static Tensor integers(TensorType type, int around, int most, long seed) {
        Random random = new Random(seed);
        int least = type.type() == DataType.INT8 ? -128 : 0;
        int from = Math.max(least, around - most);
        int to = Math.min(least + 255, around + most);
        double[] values = new double[Math.toIntExact(type.elements())];
        Arrays.setAll(values, _ -> from + random.nextInt(to - from + 1));
        return Tensor.of(type, values);
    }
}
