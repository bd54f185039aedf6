package dev.toeplitz.graph.onnx;

import static dev.toeplitz.graph.onnx.Models.graph;
import static dev.toeplitz.graph.onnx.Models.integer;
import static dev.toeplitz.graph.onnx.Models.ints;
import static dev.toeplitz.graph.onnx.Models.load;
import static dev.toeplitz.graph.onnx.Models.longs;
import static dev.toeplitz.graph.onnx.Models.model;
import static dev.toeplitz.graph.onnx.Models.node;
import static dev.toeplitz.graph.onnx.Models.text;
import static dev.toeplitz.graph.onnx.Models.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.InputException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BadGraphTest {
    @Test
    void namesTheNodesOfACycle() {
        GraphProto.Builder cyclic = graph(
                        node("Relu", List.of("x"), "a").setName("first"),
                        node("Add", List.of("a", "d"), "b").setName("add"),
                        node("Relu", List.of("b"), "c").setName("relu"),
                        node("Relu", List.of("c"), "d").setName("back"))
                .addInput(value("x", 2))
                .addOutput(value("c", 2));
        refuses(
                cyclic,
                "the graph has a cycle: add → relu → back → add; expected a graph without cycles; export the file"
                        + " again");
    }

    @Test
    void shortensALongCycle() {
        GraphProto.Builder cyclic = graph().addInput(value("x", 2)).addOutput(value("v0", 2));
        IntStream.range(0, 50_000)
                .forEach(i -> cyclic.addNode(
                        node("Relu", List.of("v" + (i + 1) % 50_000), "v" + i).setName("n" + i)));
        assertThatThrownBy(() -> load(model(13, cyclic)))
                .hasMessageContaining("(50000 nodes)")
                .extracting(e -> e.getMessage().length())
                .matches(length -> length < 400);
    }

    @Test
    void sortsAnUnorderedGraphAndKeepsTheFatesInTheFilesOrder() {
        Imported imported = load(model(
                13,
                graph(
                                node("Relu", List.of("b"), "y").setName("last"),
                                node("Relu", List.of("x"), "a").setName("first"),
                                node("Relu", List.of("a"), "b").setName("middle"))
                        .addInput(value("x", 2))
                        .addOutput(value("y", 2))));
        assertThat(imported.graph().nodes()).extracting(Node::name).containsExactly("first", "middle", "last");
        assertThat(imported.fates()).extracting(NodeFate::node).containsExactly("last", "first", "middle");
    }

    @Test
    void namesAMissingValueAndTheNearest() {
        refuses(
                graph(node("Relu", List.of("conv1_ot"), "y").setName("r"))
                        .addInput(value("conv1_out", 2))
                        .addOutput(value("y", 2)),
                "node 'r' (Relu): 'conv1_ot' is no input, initializer or node output; expected one of conv1_out; did"
                        + " you mean 'conv1_out'?");
    }

    @Test
    void refusesAValueMadeTwice() {
        refuses(
                graph(
                                node("Relu", List.of("x"), "y").setName("a"),
                                node("Relu", List.of("x"), "y").setName("b"))
                        .addInput(value("x", 2))
                        .addOutput(value("y", 2)),
                "node 'b' (Relu): value 'y' is made by node 'a' and by node 'b'; expected one maker; export the file"
                        + " again");
    }

    @Test
    void listsAllUnknownOperatorsAndTheNearestName() {
        refuses(
                graph(
                                node("Relu", List.of("x"), "a"),
                                node("Convv", List.of("a"), "b").setName("c1"),
                                node("Convv", List.of("b"), "c"),
                                node("FusedGelu", List.of("c"), "d").setDomain("com.microsoft"),
                                node("If", List.of("d"), "e"),
                                node("HardSwish", List.of("e"), "y"))
                        .addInput(value("x", 2))
                        .addOutput(value("y", 2)),
                "node 'c1': 'Convv' is no operator that is imported from domain ai.onnx, opset 13 (all such in this"
                        + " file: Convv ×2, com.microsoft.FusedGelu ×1, If (control flow is not imported) ×1, HardSwish"
                        + " (only at opset 14 to 28) ×1);"
                        + " expected one of %d known; did you mean 'Conv'?"
                                .formatted(OnnxOperators.names().size()));
    }

    @Test
    void refusesAnUnknownAttribute() {
        refuses(
                graph(node("Concat", List.of("x"), "y")
                                .setName("c")
                                .addAttribute(integer("axis", 0))
                                .addAttribute(integer("axiss", 1)))
                        .addInput(value("x", 2))
                        .addOutput(value("y", 2)),
                "node 'c' (Concat): 'axiss' is no attribute of this operator at this opset; expected one of axis; did"
                        + " you mean 'axis'?");
    }

    @Test
    void refusesAnAttributeOfAnotherType() {
        refuses(
                graph(node("Concat", List.of("x"), "y").setName("c").addAttribute(text("axis", "0")))
                        .addInput(value("x", 2))
                        .addOutput(value("y", 2)),
                "node 'c' (Concat): attribute 'axis' has type STRING; expected type INT; export the file again");
    }

    @Test
    void refusesAWrongChoice() {
        refuses(
                graph(node("MaxPool", List.of("x"), "y")
                                .addAttribute(ints("kernel_shape", 2, 2))
                                .addAttribute(text("auto_pad", "SAME_UPER")))
                        .addInput(value("x", 1, 1, 4, 4))
                        .addOutput(value("y", 1, 1, 2, 2)),
                "node 'MaxPool_0' (MaxPool): 'SAME_UPER' is no auto_pad; expected one of NOTSET, SAME_UPPER,"
                        + " SAME_LOWER, VALID; did you mean 'SAME_UPPER'?");
    }

    @Test
    void refusesAShapeMismatchByNode() {
        refuses(
                graph(node("Add", List.of("x", "z"), "y").setName("sum"))
                        .addInput(value("x", 1, 3))
                        .addInput(value("z", 1, 4))
                        .addOutput(value("y", 1, 3)),
                "node 'sum' (Add): shapes 1x3 and 1x4 do not broadcast; expected extents that are equal or 1, aligned"
                        + " at the last axis; check the shapes that flow into this node");
    }

    @Test
    void refusesADeclaredShapeThatContradictsOurs() {
        GraphProto.Builder graph = graph(node("Relu", List.of("x"), "a").setName("r"), node("Relu", List.of("a"), "y"))
                .addInput(value("x", 2, 3))
                .addValueInfo(value("a", "N", 4))
                .addOutput(value("y", 2, 3));
        refuses(
                graph,
                "node 'r' (Relu): output 'a' has shape 2x3, and the file declares Nx4; expected the same;"
                        + " infer the file's shapes anew, or remove them");
        assertThat(load(model(13, graph), ImportOptions.inputShape("x", Shape.of(2, 5)))
                        .graph()
                        .outputs()
                        .getFirst()
                        .type()
                        .shape())
                .isEqualTo(Shape.of(2, 5));
    }

    @Test
    void asksForOpenDimensionsByFlag() {
        refuses(
                graph(node("Relu", List.of("x"), "y"))
                        .addInput(value("x", "N", 3, "H", "W"))
                        .addOutput(value("y")),
                "input 'x': dimension 0 (N) of Nx3xHxW is not fixed; expected a size; give --input-shape x=Nx3xNxN");
        refuses(
                graph(node("Relu", List.of("x"), "y"))
                        .addInput(value("x", "batch", 3))
                        .addOutput(value("y")),
                "input 'x': dimension 0 (batch) of batchx3 is not fixed; expected a size; give --input-shape x=Nx3 or"
                        + " --batch N");
    }

    @Test
    void refusesAnOverrideOfNoInput() {
        GraphProto.Builder graph =
                graph(node("Relu", List.of("x"), "y")).addInput(value("x", 2)).addOutput(value("y", 2));
        assertThatThrownBy(() -> load(model(13, graph), ImportOptions.inputShape("z", Shape.of(1))))
                .hasMessage("--input-shape: 'z' is no input of this model; expected one of x; did you mean 'x'?");
    }

    @Test
    void refusesAShapeThatIsOnlyKnownWhenItRuns() {
        refuses(
                graph(node("Reshape", List.of("x", "s"), "y").setName("r"))
                        .addInput(value("x", 4))
                        .addInput(value("s", 1))
                        .addOutput(value("y", 4)),
                "node 'r' (Reshape): shape 's' is only known when the network runs; expected a constant: shapes are"
                        + " fixed here; export the model with constant shapes");
    }

    @Test
    void refusesAnOpsetThatIsTooNew() {
        GraphProto.Builder graph =
                graph(node("Relu", List.of("x"), "y")).addInput(value("x", 2)).addOutput(value("y", 2));
        assertThatThrownBy(() -> load(model(999, graph)))
                .hasMessage("opset 999; expected 1 to 28; convert the model with onnx.version_converter");
    }

    @Test
    void refusesReadersOfAnOutputThatIsNotModelled() {
        refuses(
                graph(
                                node("Dropout", List.of("x"), "a", "mask").setName("d"),
                                node("Relu", List.of("mask"), "y").setName("r"))
                        .addInput(value("x", 2))
                        .addOutput(value("y", 2)),
                "node 'r' (Relu): value 'mask' is output 1 of node 'd' (Dropout), which is not modelled; expected an"
                        + " output that is modelled; remove its readers");
    }

    @Test
    void namesThatAreHugeOrHoldControlCharactersDoNotSpoilMessages() {
        String huge = "\u001b[31m" + "x".repeat(100_000) + "\n";
        Imported imported = load(model(
                13,
                graph(
                                node("Relu", List.of(huge), huge + "y").setName(huge),
                                node("Relu", List.of(huge + "y"), "y").setName(huge))
                        .addInput(value(huge, 2))
                        .addOutput(value("y", 2))));
        assertThat(imported.graph().nodes())
                .extracting(Node::name)
                .allMatch(name -> name.length() < 200 && !name.contains("\u001b"));
        assertThatThrownBy(() ->
                        load(model(13, graph(node(huge, List.of(huge), "y")).addOutput(value("y", 2)))))
                .isInstanceOf(InputException.class)
                .extracting(Throwable::getMessage)
                .matches(message -> message.length() < 1000 && message.chars().noneMatch(Character::isISOControl));
    }

    @Test
    void refusesReshapeToAnotherCount() {
        refuses(
                graph(node("Reshape", List.of("x", "s"), "y").setName("r"))
                        .addInput(value("x", 2, 3))
                        .addInitializer(longs("s", 4, -1))
                        .addOutput(value("y")),
                "node 'r' (Reshape): 6 elements of shape 2x3 reshaped to [4, -1]; expected a multiple of the given"
                        + " extents; check the shape");
    }

    private static void refuses(GraphProto.Builder graph, String message) {
        assertThatThrownBy(() -> load(model(13, graph)))
                .isInstanceOf(InputException.class)
                .hasMessage(message);
    }
}
