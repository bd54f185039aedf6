package dev.toeplitz.graph.onnx;

import static dev.toeplitz.graph.onnx.Models.floats;
import static dev.toeplitz.graph.onnx.Models.graph;
import static dev.toeplitz.graph.onnx.Models.integer;
import static dev.toeplitz.graph.onnx.Models.ints;
import static dev.toeplitz.graph.onnx.Models.load;
import static dev.toeplitz.graph.onnx.Models.longs;
import static dev.toeplitz.graph.onnx.Models.model;
import static dev.toeplitz.graph.onnx.Models.node;
import static dev.toeplitz.graph.onnx.Models.real;
import static dev.toeplitz.graph.onnx.Models.tensor;
import static dev.toeplitz.graph.onnx.Models.text;
import static dev.toeplitz.graph.onnx.Models.untyped;
import static dev.toeplitz.graph.onnx.Models.value;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.onnx.NodeFate.Outcome;
import dev.toeplitz.graph.op.Clip;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.Max;
import dev.toeplitz.graph.op.Reshape;
import dev.toeplitz.graph.op.Slice;
import dev.toeplitz.graph.op.Softmax;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportTest {
    @Test
    void initializersListedAsInputsAreConstants() {
        Graph graph = load(model(
                        7,
                        graph(node("Add", List.of("x", "w"), "y"))
                                .addInput(value("x", 2))
                                .addInput(value("w", 2))
                                .addInitializer(floats("w", List.of(2L), 1, 2))
                                .addOutput(value("y", 2))))
                .graph();
        assertThat(graph.inputs()).extracting(Value::name).containsExactly("x");
        assertThat(graph.constants().values().iterator().next()).isInstanceOf(Tensor.Floats.class);
    }

    @Test
    void namesNodesThatHaveNoneAndTellsDuplicatesApart() {
        Imported imported = load(model(
                13,
                chain(
                        node("Relu", List.of("x"), "a"),
                        node("Relu", List.of("a"), "b").setName("r"),
                        node("Relu", List.of("b"), "c").setName("r"),
                        node("Relu", List.of("c"), "y").setName("Relu_0"))));
        assertThat(imported.graph().nodes()).extracting(Node::name).containsExactly("Relu_0_2", "r", "r_2", "Relu_0");
        assertThat(imported.fates()).extracting(NodeFate::renamed).containsExactly(true, false, true, false);
    }

    @Test
    void shapeArithmeticIsFoldedIntoAttributes() {
        // What PyTorch writes for x.view(x.size(0), -1).
        Imported imported = load(model(
                13,
                chain(
                                node("Shape", List.of("x"), "shape"),
                                node("Slice", List.of("shape", "zero", "one"), "first"),
                                node("Concat", List.of("first", "rest"), "target")
                                        .addAttribute(integer("axis", 0)),
                                node("Reshape", List.of("x", "target"), "y"))
                        .addInitializer(longs("zero", 0))
                        .addInitializer(longs("one", 1))
                        .addInitializer(longs("rest", -1))));
        assertThat(imported.graph().nodes()).extracting(Node::operator).containsExactly(new Reshape(Shape.of(2, 12)));
        assertThat(imported.graph().constants()).isEmpty();
        assertThat(imported.fates())
                .extracting(NodeFate::outcome)
                .containsExactly(Outcome.FOLDED, Outcome.FOLDED, Outcome.FOLDED, Outcome.KEPT);
    }

    @Test
    void gatherOfAnExtentIsFoldedAndOfAStepIsASlice() {
        Imported imported = load(model(
                13,
                chain(
                                node("Shape", List.of("x"), "shape"),
                                node("Gather", List.of("shape", "zero"), "batch")
                                        .addAttribute(integer("axis", 0)),
                                node("Concat", List.of("batch", "rest"), "target")
                                        .addAttribute(integer("axis", 0)),
                                node("Reshape", List.of("x", "target"), "flat"),
                                node("Gather", List.of("flat", "odd"), "y").addAttribute(integer("axis", 1)))
                        .addInitializer(longs("zero", 0))
                        .addInitializer(longs("rest", -1))
                        .addInitializer(longs("odd", 1, 3, -7))));
        assertThat(imported.graph().nodes())
                .extracting(Node::operator)
                .containsExactly(
                        new Reshape(Shape.of(2, 12)),
                        new Slice(List.of(new Slice.Range(0, 2, 1), new Slice.Range(1, 3, 2))));
    }

    @Test
    void aConstantOfShapeIsNeverExpanded() {
        Graph graph = load(model(
                        9,
                        chain(
                                        node("ConstantOfShape", List.of("large"), "w")
                                                .addAttribute(tensor("value", floats("", List.of(1L), 0.5f))),
                                        node("Add", List.of("x", "w"), "y"))
                                .addInitializer(longs("large", 20_000, 2, 3, 4))))
                .graph();
        assertThat(graph.constants().values())
                .allMatch(constant -> constant.equals(new Tensor.Filled(constant.type(), 0.5)));
    }

    @Test
    void anOutputKeepsItsNameThroughNodesThatLeaveNothing() {
        Imported imported = load(model(
                13, chain(node("Relu", List.of("x"), "a").setName("r"), node("Identity", List.of("a"), "y"))));
        assertThat(imported.graph().outputs()).extracting(Value::name).containsExactly("y");
        assertThat(imported.graph().nodes()).extracting(Node::name).containsExactly("r");
        assertThat(imported.fates().getLast().outcome()).isEqualTo(Outcome.PASSED_THROUGH);
    }

    @Test
    void anOutputThatIsAnInputIsCopied() {
        Imported imported = load(model(13, chain(node("Identity", List.of("x"), "y"))));
        assertThat(imported.graph().outputs()).extracting(Value::name).containsExactly("y");
    }

    @Test
    void aBatchOverrideReachesTheConstantsOfReshape() {
        ModelProto exportedAtOne = model(
                13,
                graph(node("Reshape", List.of("x", "s"), "y"))
                        .addInput(value("x", 1, 3, 4))
                        .addInitializer(longs("s", 1, 12))
                        .addOutput(value("y", 1, 12)));
        Graph graph = load(exportedAtOne, ImportOptions.batch(8)).graph();
        assertThat(graph.outputs().getFirst().type().shape()).isEqualTo(Shape.of(8, 12));
    }

    @Test
    void anInputShapeWinsOverTheBatch() {
        ImportOptions options = new ImportOptions(Map.of("x", Shape.of(5, 2)), OptionalInt.of(8));
        ModelProto model = model(
                13,
                graph(node("Relu", List.of("x"), "y"))
                        .addInput(value("x", "N", 2))
                        .addOutput(value("y", "N", 2)));
        assertThat(load(model, options).graph().outputs().getFirst().type().shape())
                .isEqualTo(Shape.of(5, 2));
    }

    @Test
    void aFilterSizeIsTakenFromTheWeight() {
        assertThat(conv(5)).isEqualTo(List.of(Window.of(3), Window.of(3)));
    }

    @ParameterizedTest
    @CsvSource({
        "SAME_UPPER, 5, 2, 1, 1",
        "SAME_UPPER, 6, 2, 0, 1",
        "SAME_LOWER, 6, 2, 1, 0",
        "VALID, 6, 2, 0, 0",
        "SAME_UPPER, 7, 1, 1, 1"
    })
    void padsAsAutoPadSays(String autoPad, int extent, int stride, int before, int after) {
        List<Window> windows = conv(extent, text("auto_pad", autoPad), ints("strides", stride, stride));
        assertThat(windows).containsOnly(new Window(3, stride, 1, before, after));
    }

    @Test
    void softmaxIsOverAllTrailingAxesBeforeOpset13() {
        GraphProto.Builder graph = chain(node("Softmax", List.of("x"), "y"));
        assertThat(only(model(11, graph)).operator()).isEqualTo(new Softmax(1, 2));
        assertThat(only(model(13, graph)).operator()).isEqualTo(new Softmax(2, 1));
    }

    @Test
    void oldBroadcastingAlignsAtItsAxis() {
        Graph graph = load(model(
                        6,
                        graph(node("Mul", List.of("x", "w"), "y")
                                        .addAttribute(integer("broadcast", 1))
                                        .addAttribute(integer("axis", 1)))
                                .addInput(value("x", 2, 3, 4))
                                .addInitializer(floats("w", List.of(3L), 1, 2, 3))
                                .addOutput(value("y", 2, 3, 4))))
                .graph();
        assertThat(graph.nodes()).hasSize(1);
        assertThat(graph.nodes().getFirst().inputs().get(1).type().shape()).isEqualTo(Shape.of(3, 1));
    }

    @Test
    void legacyHintsAreAcceptedWhereTheyWereLegal() {
        NodeProto.Builder relu = node("Relu", List.of("x"), "y").addAttribute(ints("consumed_inputs", 0));
        assertThat(load(model(1, chain(relu))).graph().nodes()).hasSize(1);
    }

    @Test
    void clipTakesItsBoundsFromAttributesInputsOrNowhere() {
        NodeProto.Builder old =
                node("Clip", List.of("x"), "y").addAttribute(real("min", 0)).addAttribute(real("max", 6));
        assertThat(only(model(6, chain(old))).operator()).isEqualTo(Clip.relu6());
        GraphProto.Builder upper =
                chain(node("Clip", List.of("x", "", "six"), "y")).addInitializer(floats("six", List.of(), 6));
        assertThat(only(model(13, upper)).operator()).isEqualTo(new Clip(Double.NEGATIVE_INFINITY, 6));
        GraphProto.Builder running = chain(node("Clip", List.of("x", "x"), "y"));
        assertThat(only(model(13, running)).operator()).isEqualTo(new Max());
    }

    @Test
    void everyFormOfConstantIsRead() {
        AttributeProto integers = ints("value_ints", 3, Long.MAX_VALUE);
        AttributeProto numbers = AttributeProto.newBuilder()
                .setName("value_floats")
                .setType(AttributeType.FLOATS)
                .addFloats(1.5f)
                .build();
        assertThat(constant(integer("value_int", 7))).isEqualTo(7);
        assertThat(constant(real("value_float", 2.5f))).isEqualTo(2.5);
        assertThat(constant(integers)).isEqualTo(3);
        assertThat(constant(numbers)).isEqualTo(1.5);
        assertThat(constant(tensor("value", longs("", 9)))).isEqualTo(9);
    }

    private static double constant(AttributeProto attribute) {
        Graph graph = load(model(
                        13,
                        graph(node("Constant", List.of(), "y").addAttribute(attribute))
                                .addOutput(untyped("y"))))
                .graph();
        return graph.constant(graph.outputs().getFirst()).at(0);
    }

    private static List<Window> conv(int extent, AttributeProto... attributes) {
        GraphProto.Builder graph = graph(node("Conv", List.of("x", "w"), "y").addAllAttribute(List.of(attributes)))
                .addInput(value("x", 1, 1, extent, extent))
                .addInitializer(floats("w", List.of(1L, 1L, 3L, 3L), 1, 2, 3, 4, 5, 6, 7, 8, 9))
                .addOutput(untyped("y"));
        return ((Conv) only(model(13, graph)).operator()).windows();
    }

    private static Node only(ModelProto model) {
        List<Node> nodes = load(model).graph().nodes();
        assertThat(nodes).hasSize(1);
        return nodes.getFirst();
    }

    /** From x of 2×3×4 to y. */
    private static GraphProto.Builder chain(NodeProto.Builder... nodes) {
        return graph(nodes).addInput(value("x", 2, 3, 4)).addOutput(untyped("y"));
    }
}
