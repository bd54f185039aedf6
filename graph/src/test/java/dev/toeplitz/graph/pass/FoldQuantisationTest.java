package dev.toeplitz.graph.pass;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.onnx.OnnxRuntime;
import dev.toeplitz.graph.op.Clip;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.DequantizeLinear;
import dev.toeplitz.graph.op.Linear;
import dev.toeplitz.graph.op.QLinearConv;
import dev.toeplitz.graph.op.QLinearMatMul;
import dev.toeplitz.graph.op.QuantizeLinear;
import dev.toeplitz.graph.op.Relu;
import dev.toeplitz.graph.op.Sigmoid;
import dev.toeplitz.graph.pass.QdqLayer.Bias;
import dev.toeplitz.graph.pass.QdqLayer.Held;
import dev.toeplitz.graph.reference.Reference;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which layers between quantised numbers become integer ones, which do not, and that they compute the same. */
class FoldQuantisationTest {
    private static final QdqLayer PLAIN = QdqLayer.plain();

    private static List<String> operators(Graph graph) {
        return graph.nodes().stream().map(node -> node.operator().name()).toList();
    }

    private static Graph folded(Graph graph) {
        return new DeadNodeRemoval().apply(new FoldQuantisation().apply(graph));
    }

    private static void requireWithinOneStep(Graph graph, Map<Value, Tensor> expected, Map<Value, Tensor> found) {
        for (Value output : graph.outputs()) {
            for (int i = 0; i < output.type().elements(); i++) {
                assertThat(Math.abs(
                                found.get(output).at(i) - expected.get(output).at(i)))
                        .as("%s[%d]", output, i)
                        .isLessThanOrEqualTo(1);
            }
        }
    }

    @Property(tries = 500)
    void integersAreWithinOneStepOfWhatNumbersGave(@ForAll long seed) {
        Graph graph = RandomQdqLayers.of(seed).graph(seed);
        Graph after = Passes.forExecution(graph);
        assertThat(after.nodes())
                .as("a layer of %s", RandomQdqLayers.of(seed))
                .anyMatch(FoldQuantisationTest::isInteger)
                .noneMatch(node -> node.operator() instanceof DequantizeLinear)
                .noneMatch(node -> node.operator() instanceof QuantizeLinear);
        Map<Value, Tensor> inputs = QdqLayer.inputs(graph, seed);
        requireWithinOneStep(graph, Reference.run(graph, inputs), Reference.run(after, inputs));
    }

    private static boolean isInteger(Node node) {
        return node.operator() instanceof QLinearConv || node.operator() instanceof QLinearMatMul;
    }

    /** What it computes from the graph as it is. */
    @Property(tries = 100)
    void onnxRuntimeGivesTheSameWithinOneStep(@ForAll long seed) {
        Graph graph = RandomQdqLayers.of(seed).graph(seed);
        Map<Value, Tensor> inputs = QdqLayer.inputs(graph, seed);
        Map<Value, Tensor> ours = Reference.run(Passes.forExecution(graph), inputs);
        requireWithinOneStep(graph, OnnxRuntime.run(graph, inputs, OptLevel.NO_OPT), ours);
    }

    /** Where it has found the layers itself; with weights of eight bits its kernels saturate at 16 bits on a CPU without VNNI. */
    @Property(tries = 100)
    void onnxRuntimesOwnIntegersAreTheSameWithinOneStep(@ForAll long seed) {
        Graph graph = RandomQdqLayers.of(seed).graph(63, seed);
        Map<Value, Tensor> inputs = QdqLayer.inputs(graph, seed);
        Map<Value, Tensor> ours = Reference.run(Passes.forExecution(graph), inputs);
        requireWithinOneStep(graph, OnnxRuntime.run(graph, inputs, OptLevel.ALL_OPT), ours);
    }

    static Stream<Arguments> found() {
        return Stream.of(
                Arguments.of("a convolution", PLAIN),
                Arguments.of("a bias in units of the sums", PLAIN.biased(100, -7)),
                Arguments.of("a bias of such numbers", PLAIN.biased(Bias.numbers(12.5, -0.4375))),
                Arguments.of(
                        "a rectifier where 0 is the least",
                        PLAIN.then(new Relu()).to(DataType.UINT8, 7, 0)),
                Arguments.of(
                        "a rectifier where −128 is 0", PLAIN.then(new Relu()).to(DataType.INT8, 7, -128)),
                Arguments.of(
                        "a clip to what the type holds",
                        PLAIN.then(Clip.relu6()).to(DataType.UINT8, 6 / 255.0, 0)),
                Arguments.of("two of them", PLAIN.then(new Relu(), Clip.relu6()).to(DataType.UINT8, 6 / 255.0, 0)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("found")
    void becomesOneNode(String what, QdqLayer layer) {
        Graph graph = layer.graph(1);
        assertThat(operators(folded(graph))).as(what).containsExactly("QLinearConv");
        Map<Value, Tensor> inputs = QdqLayer.inputs(graph, 1);
        requireWithinOneStep(graph, Reference.run(graph, inputs), Reference.run(folded(graph), inputs));
    }

    static Stream<Arguments> leftAlone() {
        Held w = PLAIN.w();
        QdqLayer matrix =
                PLAIN.from(Held.of(DataType.UINT8, 0.5, 3, 4, 4)).weights(Held.of(DataType.INT8, 0.25, 0, 4, 4), 0);
        return Stream.of(
                Arguments.of(
                        "a bias in other units",
                        PLAIN.biased(new Bias(new double[] {100, -7}, new double[] {0.125, 0.0626}, Shape.of(2)))),
                Arguments.of("a bias between two units", PLAIN.biased(Bias.numbers(12.5, -0.44))),
                Arguments.of("sums beyond 32 bits", PLAIN.biased(Integer.MAX_VALUE, 0)),
                Arguments.of(
                        "a rectifier within the range", PLAIN.then(new Relu()).to(DataType.INT8, 7, 0)),
                Arguments.of("a clip within the range", PLAIN.then(Clip.relu6()).to(DataType.UINT8, 7 / 255.0, 0)),
                Arguments.of("another function", PLAIN.then(new Sigmoid()).to(DataType.UINT8, 1 / 255.0, 0)),
                Arguments.of("a result of 16 bits", PLAIN.to(DataType.UINT16, 7, 0)),
                Arguments.of("an activation of 16 bits", PLAIN.from(Held.of(DataType.INT16, 0.5, 3, 1, 2, 5, 5))),
                Arguments.of("an activation with scales", PLAIN.from(PLAIN.x().along(1, 0.5, 0.25))),
                Arguments.of("weights with scales of input channels", PLAIN.weights(w.along(1, 0.25, 0.125), 1)),
                Arguments.of("scales too small", PLAIN.from(Held.of(DataType.UINT8, 1e-38, 3, 1, 2, 5, 5))),
                Arguments.of("a negative scale", PLAIN.to(DataType.UINT8, -7, 0)),
                Arguments.of("a factor", matrix.doing(new Linear(false, true, 2, 1))),
                Arguments.of("a turned input", matrix.doing(new Linear(true, true, 1, 1))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("leftAlone")
    void staysAsItIs(String what, QdqLayer layer) {
        Graph graph = layer.graph(1);
        assertThat(new FoldQuantisation().apply(graph)).as(what).isSameAs(graph);
    }

    /** One less than what stays as it is. */
    @Test
    void theLargestSumsFit() {
        Graph graph = PLAIN.biased(Integer.MAX_VALUE - 18 * 252 * 128, 0).graph(1);
        assertThat(operators(folded(graph))).containsExactly("QLinearConv");
        Graph more = PLAIN.biased(Integer.MAX_VALUE - 18 * 252 * 128 + 1, 0).graph(1);
        assertThat(new FoldQuantisation().apply(more)).isSameAs(more);
    }

    @Test
    void aProductThatOthersReadTooStays() {
        for (boolean leaves : List.of(true, false)) {
            GraphBuilder graph = new GraphBuilder("read twice");
            Value input =
                    graph.input("x", new TensorType(PLAIN.x().type(), PLAIN.x().shape()));
            Value number = PLAIN.number(
                    graph, "layer", PLAIN.x().number(graph, "x", input), PLAIN.weight(graph, "layer", 127, 1));
            graph.output(PLAIN.y().whole(graph, "y", number));
            graph.output(leaves ? number : graph.node("other", new Sigmoid(), number));
            Graph built = graph.build();
            assertThat(new FoldQuantisation().apply(built)).isSameAs(built);
        }
    }

    @Test
    void numbersStayForThoseWhoReadThemToo() {
        GraphBuilder graph = new GraphBuilder("two readers");
        Value input =
                graph.input("x", new TensorType(PLAIN.x().type(), PLAIN.x().shape()));
        Value x = PLAIN.x().number(graph, "x", input);
        graph.output(
                PLAIN.y().whole(graph, "y", PLAIN.number(graph, "layer", x, PLAIN.weight(graph, "layer", 127, 1))));
        graph.output(graph.node("other", new Sigmoid(), x));
        Graph after = folded(graph.build());
        assertThat(operators(after)).containsExactlyInAnyOrder("QLinearConv", "DequantizeLinear", "Sigmoid");
    }

    @Test
    void weightsThatAreComputedStay() {
        GraphBuilder graph = new GraphBuilder("computed");
        Value input =
                graph.input("x", new TensorType(PLAIN.x().type(), PLAIN.x().shape()));
        Value weight =
                graph.input("w", new TensorType(PLAIN.w().type(), PLAIN.w().shape()));
        Value number = PLAIN.number(
                graph, "layer", PLAIN.x().number(graph, "x", input), PLAIN.w().number(graph, "w", weight));
        graph.output(PLAIN.y().whole(graph, "y", number));
        Graph built = graph.build();
        assertThat(new FoldQuantisation().apply(built)).isSameAs(built);
    }

    /** As training with quantisation in it exports them. */
    @Test
    void weightsMayBeQuantisedFromConstants() {
        GraphBuilder graph = new GraphBuilder("trained");
        Value input =
                graph.input("x", new TensorType(PLAIN.x().type(), PLAIN.x().shape()));
        Value numbers = graph.constant(
                "w",
                new Tensor.Random(new TensorType(DataType.FLOAT32, PLAIN.w().shape()), 1, 0, 8));
        Value whole = PLAIN.w().whole(graph, "w.int8", numbers);
        Value number = PLAIN.number(
                graph, "layer", PLAIN.x().number(graph, "x", input), PLAIN.w().number(graph, "w.int8.back", whole));
        graph.output(PLAIN.y().whole(graph, "y", number));
        Graph built = graph.build();
        Graph after = Passes.forExecution(built);
        assertThat(operators(after)).containsExactly("QLinearConv");
        Map<Value, Tensor> inputs = QdqLayer.inputs(built, 1);
        requireWithinOneStep(built, Reference.run(built, inputs), Reference.run(after, inputs));
    }

    @Test
    void theNodeKeepsTheConvolutionsName() {
        Node node = folded(PLAIN.graph(1)).nodes().getFirst();
        assertThat(node.name()).isEqualTo("layer.product");
        assertThat(((QLinearConv) node.operator()).windows()).isEqualTo(((Conv) PLAIN.contraction()).windows());
    }
}
