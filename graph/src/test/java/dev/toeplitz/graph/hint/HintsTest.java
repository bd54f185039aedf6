package dev.toeplitz.graph.hint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Add;
import dev.toeplitz.graph.op.Concat;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.GlobalPool;
import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.op.Pool;
import dev.toeplitz.graph.op.Relu;
import dev.toeplitz.graph.op.Sigmoid;
import dev.toeplitz.graph.op.Tanh;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.graph.zoo.Options;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HintsTest {
    private final GraphBuilder graph = new GraphBuilder("g");
    private int names;

    private Value input(int channels, int size) {
        return graph.input("x", TensorType.float32(1, channels, size, size));
    }

    private Value conv(Value x, int channels, int filter, int stride, int padding) {
        Value w = graph.weight("w" + names, channels, x.type().shape().at(1), filter, filter);
        return graph.node("conv" + names++, Conv.square(filter, stride, padding, 1), x, w);
    }

    private Value then(Operator operator, Value... inputs) {
        return graph.node(operator.name().toLowerCase() + names++, operator, inputs);
    }

    private List<String> found(Rule rule, Value output) {
        graph.output(output);
        return found(rule, graph.build());
    }

    private static List<String> found(Rule rule, Graph graph) {
        return rule.check(graph).stream()
                .map(hint -> hint.layer() + ": " + hint.found())
                .toList();
    }

    private static Graph zoo(String name, int size) {
        return Networks.load(name, size == 0 ? Options.USUAL : Options.USUAL.withSize(size, size));
    }

    @ParameterizedTest(name = "A15: a window of {1} by {2} with padding {3} on {0} leaves {4} unread")
    @CsvSource({
        "224, 11, 4, 0, 1",
        "227, 11, 4, 0, 0",
        "224, 7, 2, 3, 0", // one row of padding is left over, no pixel
        "225, 7, 2, 3, 0",
        "7, 3, 3, 0, 1",
        "56, 1, 2, 0, 0", // skips by design, not by rounding
        "57, 2, 2, 0, 1",
        "10, 3, 1, 0, 0"
    })
    void sizesThatAreRoundedDown(int size, int filter, int stride, int padding, int unread) {
        Value x = input(1, size);
        Value y = conv(x, 1, filter, stride, padding);
        String text = "conv0: the last %d of %d elements along axis %d reach no window";
        List<String> expected =
                unread == 0 ? List.of() : List.of(text.formatted(unread, size, 2), text.formatted(unread, size, 3));
        assertThat(found(new WholeSizes(), y)).isEqualTo(expected);
    }

    @Test
    @DisplayName("A15: poolings are judged as convolutions are, and rounding up loses nothing")
    void poolingsToo() {
        Value x = input(1, 8);
        graph.output(then(Pool.max(3, 2, 0, true), x));
        assertThat(found(new WholeSizes(), then(Pool.max(3, 2, 0, false), x))).hasSize(2);
    }

    @ParameterizedTest(name = "A16: {0} of {1} ends in a map of {2}")
    @CsvSource({"resnet50, 224, 7x7", "resnet50, 192, 6x6", "resnet50, 160, 5x5", "squeezenet1.1, 84, 5x5"})
    void theMapBeforeTheGlobalPool(String name, int size, String map) {
        List<String> found = found(new FinalMap(), zoo(name, size));
        assertThat(found).hasSize(map.compareTo("6x6") < 0 ? 1 : 0).allMatch(hint -> hint.endsWith("a map of " + map));
    }

    @Test
    @DisplayName("A16: squeeze and excitation pools too, but is no head")
    void excitationIsNoHead() {
        assertThat(found(new FinalMap(), zoo("se-resnet50", 224))).isEmpty();
    }

    @ParameterizedTest(name = "A17: {0}")
    @CsvSource({
        "resnet18, fc: 512 features for 1000 classes",
        "resnet34, fc: 512 features for 1000 classes",
        "resnet50,",
        "vgg16,",
        "mobilenet-v1,",
        "shufflenet-v1-g3,",
        "squeezenet1.0, conv10: 512 features for 1000 classes",
        "lstm,",
        "lstm-unrolled,"
    })
    void featuresAtTheClassifier(String name, String hint) {
        assertThat(found(new ClassifierFeatures(), zoo(name, 0))).isEqualTo(hint == null ? List.of() : List.of(hint));
    }

    @Test
    @DisplayName("A18: 64 to 128 channels at 56 x 56: 231.2M MACs before pooling, 57.8M after it")
    void thePriceOfExpandingFirst() {
        Value x = then(Pool.max(2, 2, 0, false), then(Pool.max(2, 2, 0, false), input(64, 224)));
        Value pooled = then(Pool.max(2, 2, 0, false), x);
        Value y = conv(then(new Relu(), pooled), 128, 3, 1, 1);
        assertThat(found(new ExpandFirst(), y))
                .containsExactly(
                        "maxpool2: 1x64x56x56 to 1x64x28x28; 'conv4' before it would take 231,211,008 MACs, after"
                                + " it takes 57,802,752");
    }

    @Test
    @DisplayName("A18: channels that were doubled first are halved in data only, and nothing is said")
    void expandedFirst() {
        Value x = then(Pool.max(4, 4, 0, false), input(64, 224));
        Value y = then(Pool.max(2, 2, 0, false), conv(x, 128, 3, 1, 1));
        assertThat(found(new ExpandFirst(), conv(y, 256, 3, 1, 1))).hasSize(1);
        assertThat(found(new Bottlenecks(), zoo("vgg16", 0))).isEmpty();
        assertThat(found(new ExpandFirst(), zoo("resnet50", 0))).isEmpty();
    }

    @Test
    @DisplayName("A19: SqueezeNet's squeeze layers are bottlenecks, fire2's sixfold; those beside a shortcut are none")
    void bottlenecks() {
        assertThat(found(new Bottlenecks(), zoo("squeezenet1.0", 0)))
                .hasSize(8)
                .first()
                .isEqualTo("fire2/squeeze1x1: 6.00x less data, 96 channels to 16");
        assertThat(found(new Bottlenecks(), zoo("resnet50", 0))).isEmpty();
        assertThat(found(new Bottlenecks(), zoo("googlenet", 0))).isEmpty();
    }

    @Test
    @DisplayName("B14: what is added or concatenated should have the same range")
    void ranges() {
        Value x = conv(input(4, 8), 4, 3, 1, 1);
        Value positive = then(new Relu(), x);
        Value mixed = then(new Add(), x, positive);
        Value both = then(new Add(), positive, then(new Sigmoid(), x));
        Value pooled = then(Pool.max(3, 1, 1, false), both);
        Value joined = then(new Concat(1), pooled, then(new Tanh(), x));
        Value all = then(new Concat(1), pooled, then(new Tanh(), positive));
        graph.output(mixed);
        graph.output(all);
        assertThat(found(new SameSigns(), joined))
                .containsExactly("add2: of 2 inputs 1 are never negative", "concat7: of 2 inputs 1 are never negative");
    }

    @ParameterizedTest(name = "B14: {0} joins like with like")
    @ValueSource(strings = {"googlenet", "squeezenet1.0", "resnet50-v2"})
    void networksThatJoinLikeWithLike(String name) {
        assertThat(found(new SameSigns(), zoo(name, 0))).isEmpty();
    }

    @Test
    @DisplayName("B14: a residual that is not rectified is added to a shortcut that is, 12 times in ResNet-50")
    void residualNetworksMixRanges() {
        assertThat(found(new SameSigns(), zoo("resnet50", 0))).hasSize(12);
    }

    @Test
    void aGlobalPoolOfWholeMapsAlwaysFits() {
        Value y = then(new GlobalPool(Fold.MEAN), input(3, 13));
        assertThat(found(new WholeSizes(), y)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"linear-classifier", "mlp", "rnn", "lstm-unrolled", "lenet1989", "lenet5"})
    void networksWithoutMapsOrOfOddShapesAreNoTrouble(String name) {
        assertThat(Hints.of(zoo(name, 0))).noneMatch(hint -> hint.found().isEmpty());
    }
}
