package dev.toeplitz.graph.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Add;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.GlobalPool;
import dev.toeplitz.graph.op.Linear;
import dev.toeplitz.graph.op.MatMul;
import dev.toeplitz.graph.op.Reshape;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.graph.zoo.Options;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotalsTest {
    private final GraphBuilder builder = new GraphBuilder("g");

    private Graph upTo(Value output) {
        builder.output(output);
        return builder.build();
    }

    private Value conv(Value x, int channels, int filter, int padding) {
        Value w = builder.weight("w", channels, x.type().shape().at(1), filter, filter);
        return builder.node("conv", Conv.square(filter, 1, padding, 1), x, w, builder.weight("b", channels));
    }

    private Value fullyConnected(Value x, int features) {
        Shape s = x.type().shape();
        Value vector = builder.node("flatten", new Reshape(Shape.of(s.at(0), s.product(1, s.rank()))), x);
        Value w = builder.weight("w", features, vector.type().shape().at(1));
        return builder.node("fc", new Linear(), vector, w);
    }

    /** A1: (F · F · Ni + 1) · No, whatever the image. */
    @ParameterizedTest(name = "A1: {3} of {2}x{2} on {1} channels of {0}x{0}")
    @CsvSource({
        "227, 3, 11, 96, 34944",
        "64, 3, 11, 96, 34944",
        "32, 3, 5, 10, 760",
        "8, 3, 5, 10, 760",
        "32, 3, 3, 4, 112"
    })
    void aConvolutionsParametersDoNotDependOnTheImage(int size, int in, int filter, int out, long parameters) {
        Graph graph = upTo(conv(builder.input("x", TensorType.float32(1, in, size, size)), out, filter, 0));
        assertThat(Totals.of(graph).parameters().trainable()).isEqualTo(parameters);
    }

    /** TV3: 32 × 32 × 3, ten 5 × 5 with padding 2. */
    @Test
    void biasAddsAreOneForEachOutputAndNoMacs() {
        Totals totals = Totals.of(upTo(conv(builder.input("x", TensorType.float32(1, 3, 32, 32)), 10, 5, 2)));
        assertThat(totals).isEqualTo(new Totals(new Parameters(760, 0), 768_000, 1, 1, 10_240, 10_240));
    }

    /** A8: 22 layers deep; the notes print ratios of 12 and 27 for what is 8.7 and 19.8. */
    @Test
    @DisplayName("A8: GoogLeNet is 22 layers deep, 8.7 and 19.8 times smaller than AlexNet and VGG-16")
    void googLeNetIsTwentyTwoLayersDeepAndMuchSmallerThanItsPredecessors() {
        Totals googLeNet = Totals.of(Networks.load("googlenet", Options.USUAL));
        assertThat(googLeNet.depth()).isEqualTo(22);
        assertThat(googLeNet.weightLayers()).isEqualTo(58);
        assertThat(googLeNet.parameters().trainable()).isEqualTo(6_998_552);
        assertThat(trainable("alexnet") / trainable("googlenet")).isCloseTo(8.7, within(0.05));
        assertThat(trainable("vgg16") / trainable("googlenet")).isCloseTo(19.8, within(0.05));
    }

    private static double trainable(String network) {
        return Totals.of(Networks.load(network, Options.USUAL)).parameters().trainable();
    }

    /** A22: an image to 128 values, and a million pixels to a million values, without a bias. */
    @ParameterizedTest(name = "A22: {0}x{1}x{2} to {3}")
    @CsvSource({"3, 224, 224, 128, 19267584", "1, 1000, 1000, 1000000, 1000000000000"})
    void fullyConnectedLayersOnImagesAreCountedInSixtyFourBits(int c, int rows, int cols, int out, long weights) {
        Graph graph = upTo(fullyConnected(builder.input("x", TensorType.float32(1, c, rows, cols)), out));
        assertThat(Totals.of(graph)).isEqualTo(new Totals(new Parameters(weights, 0), weights, 1, 1, 0, out));
    }

    /** A22: a 1 × 1 convolution is the fully connected layer at every pixel: as many weights, used once a pixel. */
    @Test
    @DisplayName("A22: a 1x1 convolution has a fully connected layer's weights, used at every pixel")
    void aConvolutionOfOnePixelHasTheWeightsOfAFullyConnectedLayer() {
        Totals conv = Totals.of(upTo(conv(builder.input("x", TensorType.float32(1, 64, 14, 14)), 32, 1, 0)));
        assertThat(conv.parameters().trainable()).isEqualTo(64 * 32 + 32);
        assertThat(conv.macs()).isEqualTo(14L * 14 * 64 * 32);
    }

    /** A23: 512 × 7 × 7 to 1000. */
    @Test
    @DisplayName("A23: a global pool needs 49 times fewer weights than vectorising 7x7")
    void aGlobalPoolSavesAFactorOfTheMapOverVectorising() {
        Value x = builder.input("x", TensorType.float32(1, 512, 7, 7));
        Totals vectorised = Totals.of(upTo(fullyConnected(x, 1000)));
        assertThat(vectorised.parameters().trainable()).isEqualTo(25_088_000);
        GraphBuilder pooled = new GraphBuilder("pooled");
        Value map = pooled.input("x", TensorType.float32(1, 512, 7, 7));
        Value vector =
                pooled.node("row", new Reshape(Shape.of(1, 512)), pooled.node("pool", new GlobalPool(Fold.MEAN), map));
        pooled.output(pooled.node("fc", new MatMul(), vector, pooled.weight("w", 512, 1000)));
        Totals modern = Totals.of(pooled.build());
        assertThat(modern.parameters().trainable()).isEqualTo(512_000).isEqualTo(modern.macs());
        assertThat(vectorised.macs()).isEqualTo(49 * modern.macs());
    }

    @Test
    void weightsThatSeveralNodesReadCountOnceAndPathsOnlyByTheLongest() {
        Value x = builder.input("x", TensorType.float32(1, 8));
        Value w = builder.weight("w", 8, 8);
        Value twice = builder.node("second", new MatMul(), builder.node("first", new MatMul(), x, w), w);
        Totals totals = Totals.of(upTo(builder.node("add", new Add(), x, twice)));
        assertThat(totals).isEqualTo(new Totals(new Parameters(64, 0), 128, 2, 2, 0, 16));
    }
}
