package dev.toeplitz.graph.quantise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.onnx.OnnxRuntime;
import dev.toeplitz.graph.op.Add;
import dev.toeplitz.graph.op.Clip;
import dev.toeplitz.graph.op.Concat;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.DequantizeLinear;
import dev.toeplitz.graph.op.GlobalPool;
import dev.toeplitz.graph.op.Linear;
import dev.toeplitz.graph.op.MatMul;
import dev.toeplitz.graph.op.Pool;
import dev.toeplitz.graph.op.QLinearConv;
import dev.toeplitz.graph.op.QuantizeLinear;
import dev.toeplitz.graph.op.Relu;
import dev.toeplitz.graph.op.Reshape;
import dev.toeplitz.graph.op.Sigmoid;
import dev.toeplitz.graph.pass.RandomWeights;
import dev.toeplitz.graph.quantise.Quantiser.WeightBits;
import dev.toeplitz.graph.reference.Reference;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.graph.work.Parameters;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of graphs in 8-bit integers: by hand, by law on random networks, and through ONNX Runtime. */
class QuantiserTest {
    private static Map<Value, Tensor> inputs(Graph graph, long seed) {
        Map<Value, Tensor> inputs = new LinkedHashMap<>();
        for (Value input : graph.inputs()) {
            Tensor drawn = new Tensor.Random(input.type(), seed + inputs.size(), 0, 1);
            inputs.put(input, new Tensor.Floats(input.type(), drawn.toFloats()));
        }
        return inputs;
    }

    private static Quantiser.Outcome quantised(Graph graph) {
        return Quantiser.quantise(graph, Ranges.of(graph, List.of(inputs(graph, 1), inputs(graph, 2))));
    }

    /** Convolutions, activations, pooling, a branch and its join, a classifier; which of them the seed decides. */
    private static Graph network(long seed) {
        return network(seed, true);
    }

    /** @param rounds whether there may be operators between the layers that round in floating point */
    private static Graph network(long seed, boolean rounds) {
        Random random = new Random(seed);
        GraphBuilder graph = new GraphBuilder("network " + seed);
        int channels = 1 + random.nextInt(4);
        Value x = graph.input("input", TensorType.float32(1 + random.nextInt(2), channels, 9, 11));
        for (int i = 0; i < 3; i++) {
            int next = 1 + random.nextInt(6);
            Value y = conv(graph, random, "conv" + i, x, next);
            x = switch (random.nextInt(rounds ? 6 : 4)) {
                case 0 -> graph.node("clip" + i, Clip.relu6(), y);
                case 1 -> graph.node("pool" + i, Pool.max(2, 1, 0, false), graph.node("relu" + i, new Relu(), y));
                case 2 -> {
                    Value other = graph.node("relu" + i, new Relu(), conv(graph, random, "branch" + i, x, next));
                    yield graph.node("concat" + i, new Concat(1), y, other);
                }
                case 4 -> graph.node("add" + i, new Add(), y, conv(graph, random, "branch" + i, x, next));
                case 5 -> graph.node("sigmoid" + i, new Sigmoid(), y);
                default -> graph.node("relu" + i, new Relu(), y);
            };
        }
        Shape map = x.type().shape();
        Value rows = graph.node("rows", new Reshape(Shape.of(map.at(0), (int) map.elements() / map.at(0))), x);
        Value hidden = graph.node(
                "hidden",
                new Linear(),
                rows,
                graph.weight("hidden.weight", 7, rows.type().shape().at(1)),
                graph.weight("hidden.bias", 7));
        Value active = graph.node("active", new Relu(), hidden);
        Value scores = random.nextBoolean()
                ? graph.node("scores", new MatMul(), active, graph.weight("scores.weight", 7, 5))
                : graph.node(
                        "scores",
                        new Linear(false, false, 1, 1),
                        active,
                        graph.weight("scores.weight", 7, 5),
                        graph.weight("scores.bias", 5));
        graph.output(scores);
        return RandomWeights.fill(graph.build(), seed);
    }

    private static Value conv(GraphBuilder graph, Random random, String name, Value x, int channels) {
        int filter = 1 + 2 * random.nextInt(2);
        Value w = graph.weight(name + ".weight", channels, x.type().shape().at(1), filter, filter);
        Conv conv = Conv.square(filter, 1, filter / 2, 1);
        return random.nextBoolean()
                ? graph.node(name, conv, x, w, graph.weight(name + ".bias", channels))
                : graph.node(name, conv, x, w);
    }

    @Test
    void layersInARowHandEightBitsToEachOther() {
        GraphBuilder graph = new GraphBuilder("row");
        Value x = graph.input("x", TensorType.float32(1, 3, 8, 8));
        Value one =
                graph.node("one", Conv.square(3, 1, 1, 1), x, graph.weight("w1", 4, 3, 3, 3), graph.weight("b1", 4));
        Value relu = graph.node("relu", new Relu(), one);
        Value pool = graph.node("pool", Pool.max(2, 2, 0, false), relu);
        Value two = graph.node("two", Conv.square(1, 1, 0, 1), pool, graph.weight("w2", 2, 4, 1, 1));
        graph.output(graph.node("mean", new GlobalPool(Fold.MEAN), two));
        Graph quantised = quantised(RandomWeights.fill(graph.build(), 1)).graph();
        assertThat(quantised.nodes().stream().map(node -> node.operator().name()))
                .containsExactly(
                        "QuantizeLinear",
                        "QLinearConv",
                        "MaxPool",
                        "ConvInteger",
                        "DequantizeLinear",
                        "GlobalAveragePool");
    }

    @Test
    void whatIsNeverNegativeIsUnsignedAndAllElseIsSymmetric() {
        assertThat(Scale.of(new Range(0, 51))).isEqualTo(new Scale(DataType.UINT8, (float) 0.2));
        assertThat(Scale.of(new Range(-12.7, 3))).isEqualTo(new Scale(DataType.INT8, (float) 0.1));
        assertThat(Scale.of(new Range(0, 0)).step()).isEqualTo(1);
    }

    /** Every value in eight bits is within half a step of the same layer's in floating point, on the quantised layer's own operands. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void everyLayerIsWithinItsStepOfTheFloatingPointOne(long seed) {
        Graph graph = network(seed);
        Quantiser.Outcome outcome = quantised(graph);
        assertThat(outcome.kept()).isEmpty();
        Map<Value, Tensor> values = new HashMap<>(outcome.graph().constants());
        Map<Value, Tensor> given = inputs(graph, 1);
        values.putAll(given);
        List<Node> seen = new ArrayList<>();
        Reference.walk(outcome.graph(), given, (node, read, made) -> {
            values.put(node.outputs().getFirst(), made.getFirst());
            if (node.operator() instanceof QLinearConv(var windows, int groups, var _, var _)) {
                Tensor exact = Reference.evaluate(
                                new Conv(windows, groups),
                                List.of(scaled(read.get(0), read.get(1)), scaled(read.get(2), read.get(3))))
                        .getFirst();
                double step = read.get(4).at(0);
                assertHalfAStep(made.getFirst(), exact, read.size() > 5 ? biases(read) : null, step);
                seen.add(node);
            }
            if (node.operator() instanceof QuantizeLinear) {
                assertHalfAStep(made.getFirst(), read.get(0), null, read.get(1).at(0));
                seen.add(node);
            }
        });
        assertThat(seen).isNotEmpty();
    }

    /** Integers as the numbers that they stand for; scales by the first axis where there are several. */
    private static Tensor scaled(Tensor whole, Tensor scale) {
        double[] numbers = whole.toDoubles();
        int run = numbers.length / (int) scale.type().elements();
        Arrays.setAll(numbers, i -> numbers[i] * scale.at(scale.type().elements() == 1 ? 0 : i / run));
        return Tensor.of(whole.type().with(DataType.FLOAT64), numbers);
    }

    private static double[] biases(List<Tensor> read) {
        double[] biases = read.get(5).toDoubles();
        Arrays.setAll(biases, i -> biases[i] * read.get(1).at(0) * read.get(3).at(i));
        return biases;
    }

    private static void assertHalfAStep(Tensor whole, Tensor exact, double[] bias, double step) {
        int plane = exact.shape().rank() < 3
                ? 1
                : exact.shape().product(2, exact.shape().rank());
        double least = whole.type().type() == DataType.INT8 ? -128 : 0;
        for (int i = 0; i < exact.type().elements(); i++) {
            double wanted = exact.at(i) + (bias == null ? 0 : bias[i / plane % bias.length]);
            double held = Math.clamp(wanted / step, least, least + 255);
            assertThat(Math.abs(whole.at(i) - held)).isLessThan(0.5 + 1e-3);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void scoresStayNear(long seed) {
        Graph graph = network(seed);
        Map<Value, Tensor> given = inputs(graph, 1);
        Tensor expected = Reference.run(graph, given).values().iterator().next();
        Tensor found = Reference.run(quantised(graph).graph(), given)
                .values()
                .iterator()
                .next();
        double signal = 0;
        double noise = 0;
        for (int i = 0; i < expected.type().elements(); i++) {
            signal += expected.at(i) * expected.at(i);
            noise += Math.pow(expected.at(i) - found.at(i), 2);
        }
        // Five layers of 8 bits; what a wrong scale or zero point leaves is 0 dB.
        assertThat(10 * Math.log10(signal / noise)).isGreaterThan(20);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void onnxRuntimeGivesTheSame(long seed) {
        Graph floats = network(seed, false);
        Ranges ranges = Ranges.of(floats, List.of(inputs(floats, 1)));
        // With 8 bits its kernels saturate at 16 bits on a CPU without VNNI.
        Graph graph = Quantiser.quantise(floats, ranges, WeightBits.SEVEN).graph();
        Map<Value, Tensor> given = inputs(graph, 3);
        Tensor ours = Reference.run(graph, given).values().iterator().next();
        Tensor its = OnnxRuntime.run(graph, given, OptLevel.NO_OPT)
                .values()
                .iterator()
                .next();
        for (int i = 0; i < ours.type().elements(); i++) {
            assertThat(its.at(i)).isEqualTo((double) (float) ours.at(i));
        }
    }

    /** Weights and biases, whatever they are written in; scales are none. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aNetworkHasAsManyParametersInIntegers(long seed) {
        Graph graph = network(seed);
        assertThat(Parameters.of(quantised(graph).graph())).isEqualTo(Parameters.of(graph));
    }

    @Test
    void aNetworkWithoutALayerIsRefused() {
        GraphBuilder graph = new GraphBuilder("product");
        Value x = graph.input("x", TensorType.float32(2, 3));
        Value y = graph.input("y", TensorType.float32(3, 4));
        graph.output(graph.node("product", new MatMul(), x, y));
        assertThatThrownBy(() -> quantised(graph.build()))
                .isInstanceOf(InputException.class)
                .hasMessage("nothing in product can be quantised (node 'product' (MatMul): its weights are not known"
                        + " beforehand); expected a convolution or matrix product with known weights; run it with"
                        + " --precision fp32, or give it weights");
    }

    @Test
    void outputsKeepTheirNamesAndTypes() {
        Graph graph = network(1);
        Graph quantised = quantised(graph).graph();
        assertThat(quantised.inputs()).isEqualTo(graph.inputs());
        assertThat(quantised.outputs()).isEqualTo(graph.outputs());
        assertThat(quantised.nodes()).anyMatch(node -> node.operator() instanceof DequantizeLinear);
    }
}
