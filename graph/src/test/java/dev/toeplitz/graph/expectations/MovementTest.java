package dev.toeplitz.graph.expectations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.ChannelShuffle;
import dev.toeplitz.graph.op.Concat;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.GlobalPool;
import dev.toeplitz.graph.op.Lrn;
import dev.toeplitz.graph.op.Mul;
import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.op.Reshape;
import dev.toeplitz.graph.op.Shift;
import dev.toeplitz.graph.op.Slice;
import dev.toeplitz.graph.op.Split;
import dev.toeplitz.graph.op.Transpose;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.graph.work.Memory;
import dev.toeplitz.graph.work.MoveWork;
import dev.toeplitz.graph.work.Operations;
import dev.toeplitz.graph.work.Parameters;
import dev.toeplitz.graph.work.Totals;
import dev.toeplitz.graph.work.Work;
import dev.toeplitz.graph.zoo.Networks;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the lecture notes say of data movement and of networks against machines: entries of B and C. */
class MovementTest {
    private static Graph zoo(String name) {
        return Networks.named(name).build();
    }

    private static Totals totals(String name) {
        return Totals.of(zoo(name));
    }

    private static Stream<Node> nodes(Graph graph, Class<? extends Operator> kind) {
        return graph.nodes().stream().filter(node -> kind.isInstance(node.operator()));
    }

    private static long elements(Value value) {
        return value.type().elements();
    }

    private static long output(Node node) {
        return elements(node.outputs().getFirst());
    }

    @Test
    @DisplayName("B5: AlexNet normalises 4.2 times as many elements as CaffeNet, which pools first")
    void elementsThatAreNormalised() {
        long alexNet =
                nodes(zoo("alexnet"), Lrn.class).mapToLong(MovementTest::output).sum();
        long caffeNet = nodes(zoo("caffenet"), Lrn.class)
                .mapToLong(MovementTest::output)
                .sum();
        assertThat(alexNet).isEqualTo(477_024);
        assertThat(caffeNet).isEqualTo(113_248);
        assertThat(alexNet / (double) caffeNet).isCloseTo(4.2, within(0.05));
    }

    @Test
    @DisplayName("B9: shifts have no arithmetic and no parameters, and move 14.25M elements if they are not fused")
    void shifts() {
        Graph graph = zoo("shiftnet-a");
        List<Node> shifts = nodes(graph, Shift.class).toList();
        assertThat(Operations.of(shifts)).isEqualTo(Operations.NONE);
        assertThat(Parameters.of(graph, shifts)).isEqualTo(new Parameters(0, 0));
        long moved = shifts.stream()
                .mapToLong(node -> elements(node.inputs().getFirst()) + elements(strided(graph, node)))
                .sum();
        assertThat(moved).isEqualTo(14_249_984);
        long convolved = nodes(graph, Conv.class)
                .mapToLong(node ->
                        elements(node.inputs().get(0)) + elements(node.inputs().get(1)) + output(node))
                .sum();
        assertThat(convolved / 1e6).isCloseTo(22.7, within(0.05));
    }

    /** What a shift leaves: every other row and column of it where a stride comes right after. */
    private static Value strided(Graph graph, Node shift) {
        Value shifted = shift.outputs().getFirst();
        return nodes(graph, Slice.class)
                .filter(node -> node.inputs().contains(shifted))
                .map(node -> node.outputs().getFirst())
                .findAny()
                .orElse(shifted);
    }

    @ParameterizedTest(name = "B10: concatenations, splits, reshapes and shuffles of {0} are layers without arithmetic")
    @ValueSource(strings = {"densenet121", "googlenet", "shufflenet-v1-g3", "lenet1989", "convnext-tiny"})
    void rearrangements(String name) {
        Graph graph = zoo(name);
        List<Node> moves = Stream.of(Concat.class, Split.class, Reshape.class, ChannelShuffle.class, Transpose.class)
                .flatMap(kind -> nodes(graph, kind))
                .toList();
        assertThat(moves).isNotEmpty();
        assertThat(Operations.of(moves)).isEqualTo(Operations.NONE);
        assertThat(Parameters.of(graph, moves)).isEqualTo(new Parameters(0, 0));
    }

    /** Layer l of a block copies all that came before it; where results are placed side by side none is copied. */
    @Test
    @DisplayName("B10: DenseNet-121's explicit concatenations copy every earlier map again; by placement none would be")
    void concatenationsOfDenseNet() {
        Graph graph = zoo("densenet121");
        long copied = nodes(graph, Concat.class)
                .flatMap(MovementTest::moves)
                .mapToLong(MoveWork::elementsRead)
                .sum();
        long expected = 0;
        int[] layers = {6, 12, 24, 16};
        for (int block = 0; block < layers.length; block++) {
            long pixels = (56L >> block) * (56L >> block);
            long channels = 64L << block;
            for (int layer = 1; layer <= layers[block]; layer++) {
                expected += pixels * (channels + 32L * layer);
            }
        }
        assertThat(copied).isEqualTo(expected);
        assertThat(nodes(graph, Reshape.class).flatMap(MovementTest::moves)).allMatch(MoveWork::renames);
    }

    private static Stream<MoveWork> moves(Node node) {
        return node.definition().steps().stream()
                .flatMap(step -> Work.of(step).stream())
                .map(MoveWork.class::cast);
    }

    @Test
    @DisplayName("B16: squeeze and excitation costs 2,530,992 parameters and 2,514,944 MACs")
    void squeezeAndExcitation() {
        Totals plain = totals("resnet50");
        Totals excited = totals("se-resnet50");
        assertThat(excited.parameters().trainable() - plain.parameters().trainable())
                .isEqualTo(2_530_992);
        assertThat(excited.macs() - plain.macs()).isEqualTo(2_514_944);
    }

    @Test
    @DisplayName("B16: the whole map is pooled before it is multiplied, and so is read twice")
    void excitationNeedsTheWholeMap() {
        Graph graph = zoo("se-resnet50");
        List<Node> order = graph.nodes();
        List<Node> pools = nodes(graph, GlobalPool.class)
                .filter(node -> node.name().contains("_se_"))
                .toList();
        assertThat(pools).hasSize(16);
        for (Node pool : pools) {
            Value map = pool.inputs().getFirst();
            Node multiply = nodes(graph, Mul.class)
                    .filter(node -> node.inputs().contains(map))
                    .findAny()
                    .orElseThrow();
            assertThat(order.indexOf(pool)).isLessThan(order.indexOf(multiply));
        }
        assertThat(Memory.inElements(graph).sumOfAll())
                .isGreaterThan(Memory.inElements(zoo("resnet50")).sumOfAll());
    }

    @Test
    @DisplayName("C3: ResNeXt-50 doubles the inner width for 3.5% more MACs and 2.1% fewer parameters")
    void groupsBuyWidth() {
        Totals plain = totals("resnet50");
        Totals grouped = totals("resnext50-32x4d");
        assertThat(width("resnext50-32x4d")).isEqualTo(2 * width("resnet50"));
        assertThat(100.0 * grouped.macs() / plain.macs() - 100).isCloseTo(3.5, within(0.05));
        assertThat(100.0 * grouped.parameters().trainable() / plain.parameters().trainable() - 100)
                .isCloseTo(-2.1, within(0.05));
    }

    private static int width(String network) {
        return zoo(network).nodes().stream()
                .filter(node -> node.name().equals("conv2_1b"))
                .map(node -> node.outputs().getFirst().type().shape().at(1))
                .findAny()
                .orElseThrow();
    }

    @Test
    @DisplayName("C4: WRN-50-2 does ResNet-152's MACs in a third of the steps, with fewer outputs and more MACs a move")
    void widthInsteadOfDepth() {
        Totals wide = totals("wide-resnet50-2");
        assertThat(wide.weightLayers()).isEqualTo(54);
        assertThat(wide.macs() / 1e9).isCloseTo(11.40, within(0.005));
        assertThat(wide.contractionOutputs() / 1e6).isCloseTo(14.4, within(0.05));
        Totals deep = totals("resnet152-v1");
        assertThat(deep.weightLayers()).isEqualTo(156);
        assertThat(deep.macs() / 1e9).isCloseTo(11.28, within(0.005));
        assertThat(totals("resnet152").macs() / 1e9).isCloseTo(11.51, within(0.005));
        assertThat(deep.contractionOutputs() / 1e6).isCloseTo(22.0, within(0.05));
        assertThat(totals("resnet152").contractionOutputs() / 1e6).isCloseTo(22.6, within(0.05));
        assertThat(wide.depth()).isLessThan(deep.depth() / 2);
        assertThat(macsPerElementMoved("wide-resnet50-2")).isCloseTo(117, within(0.5));
        assertThat(macsPerElementMoved("resnet152")).isCloseTo(110, within(0.5));
    }

    /** Inputs, weights and outputs of every contraction, each once. */
    private static double macsPerElementMoved(String network) {
        Graph graph = zoo(network);
        long moved = 0;
        for (Node node : graph.nodes()) {
            if (Operations.of(List.of(node)).matrix() > 0) {
                moved += elements(node.inputs().get(0)) + elements(node.inputs().get(1)) + output(node);
            }
        }
        return Totals.of(graph).macs() / (double) moved;
    }

    @ParameterizedTest(name = "C6: two devices that share AlexNet by groups exchange {1} elements before {0}")
    @CsvSource({"conv2, 0", "conv3, 43264", "conv4, 0", "conv5, 0", "fc6, 9216", "fc7, 4096", "fc8, 4096"})
    void exchangeBetweenTwoDevices(String layer, long exchanged) {
        Node node = zoo("alexnet").nodes().stream()
                .filter(each -> each.name().equals(layer))
                .findAny()
                .orElseThrow();
        Step first = node.definition().steps().getFirst();
        // Each device has half of the input. Where a layer has two groups that half is all it needs; else the other
        // half too.
        long groups = MatrixWork.of((Contract) first).groups();
        assertThat(groups == 2 ? 0 : elements(node.inputs().getFirst())).isEqualTo(exchanged);
    }

    @ParameterizedTest(name = "C11: {0} costs less than {1}")
    @CsvSource({
        "resnet18, resnet34",
        "resnet34, resnet50",
        "resnet50, resnet101",
        "resnet101, resnet152",
        "vgg11, vgg13",
        "vgg13, vgg16-c",
        "vgg16-c, vgg16",
        "vgg16, vgg19"
    })
    void deeperCostsMore(String less, String more) {
        assertThat(totals(less).macs()).isLessThan(totals(more).macs());
        assertThat(totals(less).weightLayers()).isLessThanOrEqualTo(totals(more).weightLayers());
    }

    @Test
    @DisplayName("C12: VGG-19 takes 19.63 GMACs against 15.47, 5.3M parameters and 1.30M elements more, for 1.1 points")
    void vgg19() {
        Totals sixteen = totals("vgg16");
        Totals nineteen = totals("vgg19");
        assertThat(sixteen.macs() / 1e9).isCloseTo(15.47, within(0.005));
        assertThat(nineteen.macs() / 1e9).isCloseTo(19.63, within(0.005));
        assertThat((nineteen.parameters().trainable() - sixteen.parameters().trainable()) / 1e6)
                .isCloseTo(5.3, within(0.05));
        long features = Memory.inElements(zoo("vgg19")).lectureSum()
                - Memory.inElements(zoo("vgg16")).lectureSum();
        assertThat(features / 1e6).isCloseTo(1.30, within(0.005));
    }

    @Test
    @DisplayName("C13: SqueezeNet has 48.8 times fewer parameters than AlexNet and more MACs")
    void squeezeNet() {
        Totals alexNet = totals("alexnet");
        Totals squeezeNet = totals("squeezenet1.0");
        assertThat(alexNet.parameters().trainable()
                        / (double) squeezeNet.parameters().trainable())
                .isCloseTo(48.8, within(0.05));
        assertThat(squeezeNet.macs() / 1e9).isCloseTo(0.83, within(0.005));
        assertThat(alexNet.macs() / 1e9).isCloseTo(0.72, within(0.005));
    }
}
