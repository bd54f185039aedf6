package dev.toeplitz.graph.expectations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.GlobalPool;
import dev.toeplitz.graph.op.Linear;
import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.op.Pool;
import dev.toeplitz.graph.op.Reshape;
import dev.toeplitz.graph.reference.Reference;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.graph.work.Layer;
import dev.toeplitz.graph.work.Layers;
import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.graph.work.Memory;
import dev.toeplitz.graph.work.MoveWork;
import dev.toeplitz.graph.work.Operations;
import dev.toeplitz.graph.work.Parameters;
import dev.toeplitz.graph.work.ReceptiveField;
import dev.toeplitz.graph.work.Totals;
import dev.toeplitz.graph.work.VectorWork;
import dev.toeplitz.graph.work.Work;
import dev.toeplitz.graph.zoo.Networks;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the lecture notes say of the cost of a layer and of a network: their entries A5 to A24 that no other test has. */
class CostOfLayersTest {
    private static Graph zoo(String name) {
        return Networks.named(name).build();
    }

    private static Node node(Graph graph, String name) {
        return graph.nodes().stream()
                .filter(node -> node.name().equals(name))
                .findAny()
                .orElseThrow();
    }

    private static long elements(Value value) {
        return value.type().elements();
    }

    private static long output(Node node) {
        return elements(node.outputs().getFirst());
    }

    /** The side of the map that a layer makes; 1 of a vector. */
    private static int side(Layer layer) {
        Shape shape = layer.nodes().getFirst().outputs().getFirst().type().shape();
        return shape.rank() == 4 ? shape.at(3) : 1;
    }

    private static long macs(Graph graph, Predicate<Layer> some) {
        return Layers.single(graph).stream().filter(some).mapToLong(Layer::macs).sum();
    }

    private static double shareOfMacs(Graph graph, Predicate<Layer> some) {
        return 100.0 * macs(graph, some) / macs(graph, _ -> true);
    }

    private static double shareOfParameters(Graph graph, Predicate<Layer> some) {
        long counted = Layers.single(graph).stream()
                .filter(some)
                .mapToLong(layer -> Parameters.of(graph, layer.nodes()).trainable())
                .sum();
        return 100.0 * counted / Parameters.of(graph).trainable();
    }

    @ParameterizedTest(name = "A5: matrix, vector and scalar operations of {0} add up")
    @ValueSource(strings = {"vgg16", "resnet50", "googlenet", "densenet121", "convnext-tiny", "lstm", "shiftnet-a"})
    void threeKindsOfOperations(String name) {
        Graph graph = zoo(name);
        long all = 0;
        for (Layer layer : Layers.single(graph)) {
            Operations operations = Operations.of(layer.nodes());
            long sum = layer.work().stream()
                    .mapToLong(CostOfLayersTest::operations)
                    .sum();
            assertThat(operations.sum()).as(layer.name()).isEqualTo(sum);
            all += sum;
        }
        assertThat(Operations.of(graph.nodes()).sum()).isEqualTo(all);
        assertThat(Operations.of(graph.nodes()).matrix())
                .isEqualTo(Totals.of(graph).macs());
    }

    private static long operations(Work work) {
        return switch (work) {
            case MatrixWork matrix -> matrix.macs();
            case VectorWork vector -> vector.operationsInAll();
            case MoveWork _ -> 0;
        };
    }

    @Test
    @DisplayName("A5: convolutions are matrix work, activations and poolings vector work, a softmax's sum scalar")
    void kindsByLayer() {
        Graph graph = zoo("alexnet");
        assertThat(Operations.of(List.of(node(graph, "conv3")))).satisfies(kinds -> {
            assertThat(kinds.matrix()).isEqualTo(149_520_384);
            assertThat(kinds.vector()).as("bias adds").isEqualTo(64_896);
        });
        assertThat(Operations.of(List.of(node(graph, "relu1")))).isEqualTo(new Operations(0, 290_400, 0));
        assertThat(Operations.of(List.of(node(graph, "pool1")))).isEqualTo(new Operations(0, 9 * 69_984, 0));
        assertThat(Operations.of(List.of(node(graph, "prob"))).scalar())
                .as("a maximum and a sum")
                .isEqualTo(2 * 1000);
    }

    private static Graph stack(int channels, int... filters) {
        GraphBuilder graph = new GraphBuilder("stack");
        Value x = graph.input("x", TensorType.float32(1, channels, 28, 28));
        for (int i = 0; i < filters.length; i++) {
            Value w = graph.weight("w" + i, channels, channels, filters[i], filters[i]);
            x = graph.node("conv" + i, Conv.square(filters[i], 1, filters[i] / 2, 1), x, w);
        }
        graph.output(x);
        return graph.build();
    }

    @ParameterizedTest(name = "A6: {1} 3x3 layers see what a {0}x{0} sees, at {2} of its weights and MACs")
    @CsvSource({"7, 3, 0.551", "5, 2, 0.72"})
    void severalSmallFiltersForALargeOne(int filter, int count, double ratio) {
        Graph large = stack(16, filter);
        int[] threes = new int[count];
        Arrays.fill(threes, 3);
        Graph small = stack(16, threes);
        assertThat(field(small)).isEqualTo(field(large)).isEqualTo(filter);
        Totals totals = Totals.of(small);
        assertThat(totals.parameters().trainable()).isEqualTo(9L * count * 16 * 16);
        assertThat(totals.macs() / (double) Totals.of(large).macs()).isCloseTo(ratio, within(5e-4));
        assertThat(totals.contractionOutputs())
                .as("the price where layers are not fused")
                .isEqualTo(count * Totals.of(large).contractionOutputs());
    }

    private static double field(Graph graph) {
        return ReceptiveField.of(graph)
                .get(graph.outputs().getFirst())
                .getFirst()
                .size();
    }

    @Test
    @DisplayName("A7: reducers save a factor of 3.15; the slide's 358M counts the 3x3 twice")
    void inceptionReducers() {
        long naive = 25_690_112L + 346_816_512 + 481_689_600;
        long reduced = 3 * 12_845_056L + 25_690_112 + 86_704_128 + 120_422_400;
        assertThat(macsOfModule(false)).isEqualTo(naive).isEqualTo(854_196_224);
        assertThat(macsOfModule(true)).isEqualTo(reduced).isEqualTo(271_351_808);
        assertThat(naive / (double) reduced).isCloseTo(3.15, within(0.005));
        assertThat((reduced + 86_704_128) / 1_000_000).isEqualTo(358);
    }

    private static long macsOfModule(boolean reduces) {
        GraphBuilder graph = new GraphBuilder("module");
        Value x = graph.input("x", TensorType.float32(1, 256, 28, 28));
        conv(graph, "1x1", x, 128, 1);
        conv(graph, "3x3", reduces ? conv(graph, "3x3r", x, 64, 1) : x, 192, 3);
        conv(graph, "5x5", reduces ? conv(graph, "5x5r", x, 64, 1) : x, 96, 5);
        Value pool = graph.node("pool", Pool.max(3, 1, 1, false), x);
        graph.output(reduces ? conv(graph, "project", pool, 64, 1) : pool);
        return Totals.of(graph.build()).macs();
    }

    private static Value conv(GraphBuilder graph, String name, Value x, int channels, int filter) {
        Value w = graph.weight(name + ".w", channels, x.type().shape().at(1), filter, filter);
        return graph.node(name, Conv.square(filter, 1, filter / 2, 1), x, w);
    }

    @Test
    @DisplayName("A9: VGG-16's first two maps are 42.1% of all, its fully connected layers 89.4% of the parameters")
    void memoryEarlyAndParametersLate() {
        Graph vgg = zoo("vgg16");
        long early = output(node(vgg, "conv1_1")) + output(node(vgg, "conv1_2"));
        assertThat(100.0 * early / Memory.inElements(vgg).lectureSum()).isCloseTo(42.1, within(0.05));
        assertThat(shareOfParameters(vgg, layer -> layer.name().startsWith("fc")))
                .isCloseTo(89.4, within(0.05));
        assertThat(shareOfParameters(zoo("alexnet"), layer -> layer.name().startsWith("fc")))
                .isCloseTo(96.2, within(0.05));
    }

    @Test
    @DisplayName("A10: VGG-16 keeps 15.24M elements, 60.95 MB, and twice that in training; not 24M and 96 MB")
    void memoryOfAnImage() {
        Memory bytes = Memory.inBytes(zoo("vgg16"));
        assertThat(Memory.inElements(zoo("vgg16")).lectureSum()).isEqualTo(15_237_608);
        assertThat(bytes.lectureSum() / 1e6).isCloseTo(60.95, within(0.005));
        assertThat(2 * bytes.lectureSum() / 1e6).isCloseTo(121.9, within(0.05));
    }

    @ParameterizedTest(name = "A11: each weight of {1} in {0} is used {2} times")
    @CsvSource({"vgg16, conv2_1, 12544", "resnet50, conv5_2b, 49", "vgg16, fc6, 1", "resnet50, conv1, 12544"})
    void reuseOfWeights(String network, String layer, long times) {
        Graph graph = zoo(network);
        Node node = node(graph, layer);
        long weights = elements(node.inputs().get(1));
        assertThat(Operations.of(List.of(node)).matrix()).isEqualTo(times * weights);
    }

    @Test
    @DisplayName("A11: computation stands at the beginning, parameters at the end")
    void computeEarlyAndMemoryLate() {
        Graph vgg = zoo("vgg16");
        assertThat(shareOfMacs(vgg, layer -> side(layer) >= 56)).isCloseTo(60.3, within(0.05));
        assertThat(shareOfParameters(vgg, layer -> side(layer) >= 56)).isCloseTo(1.3, within(0.05));
        assertThat(shareOfMacs(vgg, layer -> side(layer) == 1)).isCloseTo(0.8, within(0.05));
        assertThat(shareOfParameters(vgg, layer -> side(layer) == 1)).isCloseTo(89.4, within(0.05));
        Graph resnet = zoo("resnet50-v1");
        assertThat(shareOfMacs(resnet, layer -> side(layer) >= 28)).isCloseTo(45, within(0.5));
        assertThat(shareOfParameters(resnet, layer -> side(layer) >= 28)).isCloseTo(5.7, within(0.05));
        assertThat(shareOfMacs(resnet, layer -> side(layer) <= 7)).isCloseTo(19, within(0.5));
        assertThat(shareOfParameters(resnet, layer -> side(layer) <= 7)).isCloseTo(66.6, within(0.05));
    }

    @Test
    @DisplayName("A12: the tail has 118M MACs on 9,408 weights, the most outputs for a weight in all ResNet-50")
    void theTail() {
        Graph graph = zoo("resnet50");
        Node tail = node(graph, "conv1");
        assertThat(Operations.of(List.of(tail)).matrix()).isEqualTo(118_013_952);
        assertThat(output(tail)).isEqualTo(802_816);
        assertThat(elements(tail.inputs().get(1))).isEqualTo(9_408);
        Node most = graph.nodes().stream()
                .filter(node -> Operations.of(List.of(node)).matrix() > 0)
                .max(Comparator.comparingDouble(
                        node -> output(node) / (double) elements(node.inputs().get(1))))
                .orElseThrow();
        assertThat(most).isEqualTo(tail);
    }

    /** MACs and parameters of v1; the shares of features that the notes' readers derived are v1.5's. */
    @ParameterizedTest(
            name = "A13: level of {0} pixels: {1}% of the MACs, {2}% of the parameters, {3}% of the features")
    @CsvSource({"56, 17, 1, 43", "28, 25, 5, 26", "14, 36, 28, 19", "7, 19, 59, 5"})
    void levelsOfResNet50(int side, double macs, double parameters, double features) {
        Graph first = zoo("resnet50-v1");
        assertThat(shareOfMacs(first, layer -> side(layer) == side)).isCloseTo(macs, within(0.5));
        assertThat(shareOfParameters(first, layer -> side(layer) == side)).isCloseTo(parameters, within(0.5));
        Graph middle = zoo("resnet50");
        double share = 100.0 * features(middle, side) / Totals.of(middle).contractionOutputs();
        assertThat(share).isCloseTo(features, within(0.5));
    }

    /** What convolutions make on maps of this size. */
    private static long features(Graph graph, int side) {
        return Layers.single(graph).stream()
                .filter(layer -> layer.macs() > 0 && side(layer) == side)
                .mapToLong(layer -> output(layer.nodes().getFirst()))
                .sum();
    }

    @Test
    @DisplayName("A14: half the rows and columns and twice the channels halve the data from stage to stage")
    void dataHalvesFromStageToStage() {
        Graph graph = zoo("resnet50");
        List<Long> outputs = IntStream.rangeClosed(2, 5)
                .mapToObj(stage -> output(node(graph, "conv%d_1_add".formatted(stage))))
                .toList();
        assertThat(outputs).containsExactly(802_816L, 401_408L, 200_704L, 100_352L);
    }

    @Test
    @DisplayName("A21: pooling has no parameters, leaves a quarter, and makes the next layer four times cheaper")
    void pooling() {
        GraphBuilder graph = new GraphBuilder("g");
        Value x = graph.input("x", TensorType.float32(1, 8, 32, 32));
        Value pooled = graph.node("pool", Pool.max(2, 2, 0, false), x);
        graph.output(conv(graph, "after", pooled, 8, 3));
        graph.output(conv(graph, "without", x, 8, 3));
        Graph built = graph.build();
        assertThat(Parameters.of(built, List.of(node(built, "pool")))).isEqualTo(new Parameters(0, 0));
        assertThat(4 * elements(pooled)).isEqualTo(elements(x));
        assertThat(4 * Operations.of(List.of(node(built, "after"))).matrix())
                .isEqualTo(Operations.of(List.of(node(built, "without"))).matrix());
    }

    private static Tensor random(long seed, int... extents) {
        return new Tensor.Random(TensorType.float32(extents), seed, 0, 1);
    }

    @Test
    @DisplayName("A23: a pooled head equals a vectorised one whose weights repeat at every pixel")
    void pooledHeadEqualsRepeatedWeights() {
        Tensor x = random(1, 2, 5, 3, 4);
        Tensor w = random(2, 7, 5);
        double[] repeated = new double[7 * 5 * 12];
        Arrays.setAll(repeated, i -> w.at(i / 12) / 12);
        double[] vectorised = run(
                new Linear(),
                Tensor.of(TensorType.float32(2, 60), x.toDoubles()),
                Tensor.of(TensorType.float32(7, 60), repeated));
        double[] means = run(new GlobalPool(Fold.MEAN), x);
        double[] pooled = run(new Linear(), Tensor.of(TensorType.float32(2, 5), means), w);
        assertThat(pooled).containsExactly(vectorised, within(1e-12));
    }

    private static double[] run(Operator operator, Tensor... inputs) {
        return Reference.evaluate(operator, List.of(inputs)).getFirst().toDoubles();
    }

    @Test
    @DisplayName("A24: a classifier at every pixel has the weights of a pooled head and 169 times its MACs")
    void classifierAtEveryPixel() {
        Graph graph = zoo("squeezenet1.0");
        Node conv10 = node(graph, "conv10");
        assertThat(elements(conv10.inputs().get(1))).isEqualTo(512_000);
        assertThat(Operations.of(List.of(conv10)).matrix())
                .isEqualTo(86_528_000)
                .isEqualTo(169 * 512_000L);
    }

    @Test
    @DisplayName("A24: classified at every pixel and averaged, or averaged and classified, is the same")
    void averagingCommutesWithTheClassifier() {
        Tensor x = random(3, 1, 6, 4, 4);
        Tensor w = random(4, 5, 6, 1, 1);
        double[] everywhere = run(Conv.square(1, 1, 0, 1), x, w);
        double[] averaged = run(new GlobalPool(Fold.MEAN), Tensor.of(TensorType.float32(1, 5, 4, 4), everywhere));
        double[] means = run(new GlobalPool(Fold.MEAN), x);
        double[] classified = run(Conv.square(1, 1, 0, 1), Tensor.of(TensorType.float32(1, 6, 1, 1), means), w);
        assertThat(averaged).containsExactly(classified, within(1e-12));
    }

    @Test
    @DisplayName("A19: the data volume of every edge can be followed: VGG-16 falls from 3.2M elements to 25,088")
    void dataVolumeAlongTheEdges() {
        Graph graph = zoo("vgg16");
        List<Long> volumes = graph.nodes().stream()
                .filter(node -> node.operator() instanceof Pool)
                .map(CostOfLayersTest::output)
                .toList();
        assertThat(volumes).containsExactly(802_816L, 401_408L, 200_704L, 100_352L, 25_088L);
        assertThat(graph.nodes().stream().filter(node -> node.operator() instanceof Reshape))
                .allMatch(node -> output(node) == 25_088);
    }
}
