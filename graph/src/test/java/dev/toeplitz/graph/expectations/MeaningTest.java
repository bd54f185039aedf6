package dev.toeplitz.graph.expectations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Add;
import dev.toeplitz.graph.op.Concat;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.GlobalPool;
import dev.toeplitz.graph.op.LayerNorm;
import dev.toeplitz.graph.op.Linear;
import dev.toeplitz.graph.op.MeanVarianceNorm;
import dev.toeplitz.graph.op.Mul;
import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.op.Pool;
import dev.toeplitz.graph.op.Slice;
import dev.toeplitz.graph.op.Slice.Range;
import dev.toeplitz.graph.op.SpatialPyramidPool;
import dev.toeplitz.graph.reference.Reference;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Step.Reduce;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.graph.work.Operations;
import dev.toeplitz.graph.work.Totals;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.graph.zoo.Options;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the lecture notes say of what networks compute: entries of D, and test vectors that are about whole graphs. */
class MeaningTest {
    private static final Offset<Double> CLOSE = within(1e-12);

    private static Tensor random(long seed, int... extents) {
        return new Tensor.Random(TensorType.float32(extents), seed, 0, 1);
    }

    private static Tensor tensor(double[] values, int... extents) {
        return Tensor.of(TensorType.float32(extents), values);
    }

    private static Tensor run(Operator operator, Tensor... inputs) {
        return Reference.evaluate(operator, List.of(inputs)).getFirst();
    }

    private static Tensor part(Tensor tensor, int axis, int from, int count) {
        List<Range> ranges = new ArrayList<>();
        for (int i = 0; i < tensor.shape().rank(); i++) {
            ranges.add(
                    i == axis
                            ? new Range(from, count, 1)
                            : new Range(0, tensor.shape().at(i), 1));
        }
        return run(new Slice(ranges), tensor);
    }

    private static Tensor conv(Tensor x, Tensor w, int padding, int groups) {
        return run(Conv.square(w.shape().at(2), 1, padding, groups), x, w);
    }

    private static Tensor sum(List<Tensor> parts) {
        return parts.stream().reduce((a, b) -> run(new Add(), a, b)).orElseThrow();
    }

    @Test
    @DisplayName("D6: ResNeXt's paths summed, its paths concatenated early, and its grouped convolution are one")
    void threeFormsOfResNeXt() {
        int paths = 4;
        int width = 2;
        Tensor x = random(1, 1, 12, 5, 5);
        Tensor reduce = random(2, paths * width, 12, 1, 1);
        Tensor middle = random(3, paths * width, width, 3, 3);
        Tensor expand = random(4, 12, paths * width, 1, 1);
        List<Tensor> inner = new ArrayList<>();
        List<Tensor> outer = new ArrayList<>();
        for (int path = 0; path < paths; path++) {
            Tensor reduced = conv(x, part(reduce, 0, path * width, width), 0, 1);
            inner.add(conv(reduced, part(middle, 0, path * width, width), 1, 1));
            outer.add(conv(inner.getLast(), part(expand, 1, path * width, width), 0, 1));
        }
        double[] summed = sum(outer).toDoubles();
        double[] early = conv(run(new Concat(1), inner.toArray(Tensor[]::new)), expand, 0, 1)
                .toDoubles();
        double[] grouped = conv(conv(conv(x, reduce, 0, 1), middle, 1, paths), expand, 0, 1)
                .toDoubles();
        assertThat(early).containsExactly(summed, CLOSE);
        assertThat(grouped).containsExactly(summed, CLOSE);
    }

    @Test
    @DisplayName("D7: a 3x3 convolution is the sum of nine 1x1 convolutions of the shifted map")
    void aConvolutionOfShifts() {
        Tensor x = random(5, 1, 3, 7, 7);
        Tensor w = random(6, 4, 3, 3, 3);
        List<Tensor> parts = new ArrayList<>();
        for (int row = 0; row < 3; row++) {
            for (int col = 0; col < 3; col++) {
                Tensor shifted = part(part(x, 2, row, 5), 3, col, 5);
                parts.add(conv(shifted, part(part(w, 2, row, 1), 3, col, 1), 0, 1));
            }
        }
        assertThat(sum(parts).toDoubles()).containsExactly(conv(x, w, 0, 1).toDoubles(), CLOSE);
    }

    @Test
    @DisplayName("D7: a fully connected layer is a 1x1 convolution of a map of one pixel")
    void aFullyConnectedLayerIsAConvolution() {
        Tensor x = random(7, 3, 8);
        Tensor w = random(8, 5, 8);
        double[] convolved = conv(tensor(x.toDoubles(), 3, 8, 1, 1), tensor(w.toDoubles(), 5, 8, 1, 1), 0, 1)
                .toDoubles();
        assertThat(run(new Linear(), x, w).toDoubles()).containsExactly(convolved, CLOSE);
    }

    /** The filter that two filters in a row amount to is their full convolution, one of them turned. */
    @Test
    @DisplayName("D7: convolutions in a row without a nonlinearity between them collapse into one")
    void linearLayersCollapse() {
        Tensor x = random(9, 1, 1, 9, 9);
        Tensor first = random(10, 1, 1, 3, 3);
        Tensor second = random(11, 1, 1, 3, 3);
        double[] turned = first.toDoubles();
        for (int i = 0; i < turned.length / 2; i++) {
            double swapped = turned[i];
            turned[i] = turned[turned.length - 1 - i];
            turned[turned.length - 1 - i] = swapped;
        }
        Tensor joined = conv(second, tensor(turned, 1, 1, 3, 3), 2, 1);
        double[] twice = conv(conv(x, first, 0, 1), second, 0, 1).toDoubles();
        assertThat(conv(x, joined, 0, 1).toDoubles()).containsExactly(twice, CLOSE);
    }

    @ParameterizedTest(name = "D8: with stride {0}, an input moved by {0} pixels moves the output by one, bit for bit")
    @ValueSource(ints = {1, 2, 3})
    void convolutionIsEquivariant(int stride) {
        Tensor x = random(12, 1, 2, 16 + stride, 12);
        Tensor w = random(13, 3, 2, 3, 3);
        Conv conv = Conv.square(3, stride, 0, 1);
        Tensor here = run(conv, part(x, 2, 0, 16), w);
        Tensor there = run(conv, part(x, 2, stride, 16), w);
        int rows = here.shape().at(2);
        assertThat(part(there, 2, 0, rows - 1).toDoubles())
                .isEqualTo(part(here, 2, 1, rows - 1).toDoubles());
    }

    @Test
    @DisplayName("D8: convolution and pooling are invariant but for what crosses a window's edge")
    void poolingIsNearlyInvariant() {
        double[] values = new double[8 * 8];
        values[2 * 8 + 2] = 1;
        double[] moved = new double[8 * 8];
        moved[3 * 8 + 3] = 1;
        double[] beyond = new double[8 * 8];
        beyond[4 * 8 + 4] = 1;
        Pool pool = Pool.max(2, 2, 0, false);
        double[] pooled = run(pool, tensor(values, 1, 1, 8, 8)).toDoubles();
        assertThat(run(pool, tensor(moved, 1, 1, 8, 8)).toDoubles()).isEqualTo(pooled);
        assertThat(run(pool, tensor(beyond, 1, 1, 8, 8)).toDoubles()).isNotEqualTo(pooled);
    }

    @ParameterizedTest(name = "D12: a pyramid of pools makes {2} values of a map of {0} x {1}")
    @CsvSource({"13, 13, 63", "10, 7, 63", "4, 30, 63"})
    void pyramidsTakeAnySize(int rows, int cols, int values) {
        SpatialPyramidPool pyramid = new SpatialPyramidPool(Fold.MAX, List.of(4, 2, 1));
        assertThat(run(pyramid, random(14, 1, 3, rows, cols)).shape()).isEqualTo(Shape.of(1, values));
        assertThat(run(new GlobalPool(Fold.MEAN), random(15, 1, 3, rows, cols)).shape())
                .isEqualTo(Shape.of(1, 3, 1, 1));
    }

    @Test
    @DisplayName("D12: a vectorised head refuses a map of another size, and says what to do")
    void vectorisedHeadsTakeOneSize() {
        assertThatThrownBy(() -> Networks.load("vgg16", Options.USUAL.withSize(256, 256)))
                .hasMessageContaining("7 x 7, for which the fully connected layer has its weights");
    }

    /** Mean 0 and variance 1 of what each reduces over: a channel of all images, or an image's channels. */
    @Test
    @DisplayName("D14: batch norm reduces over N, H, W and layer norm over C, H, W, each in two passes")
    void whatNormalisationsReduceOver() {
        Tensor x = random(16, 4, 3, 5, 5);
        MeanVarianceNorm batch = new MeanVarianceNorm(List.of(0, 2, 3));
        LayerNorm layer = new LayerNorm(1, 0);
        Tensor ones = new Tensor.Filled(TensorType.float32(3, 5, 5), 1);
        for (int channel = 0; channel < 3; channel++) {
            assertStandard(part(run(batch, x), 1, channel, 1));
        }
        for (int image = 0; image < 4; image++) {
            assertStandard(part(run(layer, x, ones), 0, image, 1));
        }
        assertThat(passes(batch, x)).isEqualTo(2);
        assertThat(passes(layer, x, ones)).isEqualTo(2);
    }

    private static void assertStandard(Tensor lane) {
        double[] values = lane.toDoubles();
        assertThat(Arrays.stream(values).average().orElseThrow()).isCloseTo(0, CLOSE);
        // ONNX adds 1e-9 to the deviation of one of the two.
        assertThat(Arrays.stream(values).map(v -> v * v).average().orElseThrow())
                .isCloseTo(1, within(1e-8));
    }

    private static long passes(Operator operator, Tensor... inputs) {
        List<TensorType> types = Arrays.stream(inputs).map(Tensor::type).toList();
        return operator.define(types).steps().stream()
                .filter(Reduce.class::isInstance)
                .count();
    }

    @ParameterizedTest(name = "D16: {0} has the MACs of {1} to within {2}%")
    @CsvSource({
        "plain18, resnet18, 1.1",
        "plain34, resnet34, 1.1",
        "plain20-cifar, resnet20-cifar, 1.1",
        "plain56-cifar, resnet56-cifar, 1.1"
    })
    void plainNetworks(String plain, String residual, double percent) {
        double without = Totals.of(Networks.named(plain).build()).macs();
        double with = Totals.of(Networks.named(residual).build()).macs();
        assertThat(without).isLessThanOrEqualTo(with);
        assertThat(100 * (with / without - 1)).isLessThan(percent);
        assertThat(Networks.named(plain).build().nodes()).noneMatch(node -> node.operator() instanceof Add);
    }

    @Test
    @DisplayName("TV11: (x + y) z at -2, 5, -4: q = 3, f = -12, and slopes of -4, -4 and 3")
    void aSmallGraph() {
        assertThat(f(-2, 5, -4)).containsExactly(3, -12);
        // f is linear in each of its inputs, so a difference of one is the slope itself.
        assertThat(f(-1, 5, -4)[1] - f(-2, 5, -4)[1]).isEqualTo(-4);
        assertThat(f(-2, 6, -4)[1] - f(-2, 5, -4)[1]).isEqualTo(-4);
        assertThat(f(-2, 5, -3)[1] - f(-2, 5, -4)[1]).isEqualTo(3);
    }

    private static double[] f(double x, double y, double z) {
        GraphBuilder graph = new GraphBuilder("f");
        TensorType one = TensorType.float32(1);
        Value[] inputs = {graph.input("x", one), graph.input("y", one), graph.input("z", one)};
        Value q = graph.node("q", new Add(), inputs[0], inputs[1]);
        Value f = graph.node("f", new Mul(), q, inputs[2]);
        graph.output(q);
        graph.output(f);
        Map<Value, Tensor> given =
                Map.of(inputs[0], Tensor.of(one, x), inputs[1], Tensor.of(one, y), inputs[2], Tensor.of(one, z));
        Map<Value, Tensor> found = Reference.run(graph.build(), given);
        return new double[] {found.get(q).at(0), found.get(f).at(0)};
    }

    @Test
    @DisplayName("TV14: LeNet of 1989 has 1256 units, 64,660 connections and 9,760 parameters")
    void lenet1989() {
        Graph graph = Networks.named("lenet1989").build();
        Totals totals = Totals.of(graph);
        assertThat(totals.parameters().trainable()).isEqualTo(9_760);
        assertThat(totals.macs() + totals.biasAdds()).as("connections").isEqualTo(64_660);
        long pixels = graph.inputs().getFirst().type().elements();
        assertThat(totals.biasAdds() + pixels).as("units").isEqualTo(1256);
    }

    @ParameterizedTest(name = "TV17: ShuffleNet of {0} groups has {1} MACs in its convolutions")
    @CsvSource({"1, 142502976", "2, 140036512", "3, 136500672", "4, 133251776", "8, 136829952"})
    void shuffleNets(int groups, long macs) {
        Graph graph = Networks.named("shufflenet-v1-g" + groups).build();
        long classifier = graph.nodes().stream()
                .filter(node -> node.operator() instanceof Linear)
                .mapToLong(node -> Operations.of(List.of(node)).matrix())
                .sum();
        assertThat(Totals.of(graph).macs() - classifier).isEqualTo(macs);
    }

    @Test
    @DisplayName("TV18: MobileNet V1 is 1x1 by 94.86%, depthwise by 3.06%, its first layer 1.91%, its classifier 0.18%")
    void sharesOfMobileNet() {
        Graph graph = Networks.named("mobilenet-v1").build();
        long pointwise = 0;
        long depthwise = 0;
        long first = 0;
        long classifier = 0;
        for (var node : graph.nodes()) {
            long macs = Operations.of(List.of(node)).matrix();
            switch (node.operator()) {
                case Conv conv when conv.groups() > 1 -> depthwise += macs;
                case Conv conv when conv.windows().getFirst().size() == 1 -> pointwise += macs;
                case Conv _ -> first += macs;
                default -> classifier += macs;
            }
        }
        long all = Totals.of(graph).macs();
        assertThat(all).isEqualTo(568_740_352);
        assertThat(100.0 * pointwise / all).isCloseTo(94.86, within(0.005));
        assertThat(100.0 * depthwise / all).isCloseTo(3.06, within(0.005));
        assertThat(100.0 * first / all).isCloseTo(1.91, within(0.005));
        assertThat(100.0 * classifier / all).isCloseTo(0.18, within(0.005));
    }
}
