package dev.toeplitz.graph.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.work.Layer;
import dev.toeplitz.graph.work.Layers;
import dev.toeplitz.graph.work.Memory;
import dev.toeplitz.graph.work.Parameters;
import dev.toeplitz.graph.work.Totals;
import dev.toeplitz.terms.InputException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
    static Stream<String> names() {
        return Networks.names().stream();
    }

    /** A4: with a tolerance of 0. */
    @ParameterizedTest(name = "A4: {0} {1}")
    @CsvFileSource(resources = "facts.csv", numLinesToSkip = 2)
    void totalsAreThoseOfThePapers(ArgumentsAccessor row) {
        Graph graph = graph(row.getString(0), row.getString(1));
        Totals totals = Totals.of(graph);
        assertThat(totals.parameters()).isEqualTo(new Parameters(row.getLong(3), row.getLong(4)));
        assertThat(totals.macs()).isEqualTo(row.getLong(5));
        SoftAssertions also = new SoftAssertions();
        equal(also, row, 6, totals.weightLayers());
        equal(also, row, 7, totals.biasAdds());
        equal(also, row, 8, totals.contractionOutputs());
        equal(also, row, 9, Memory.inElements(graph).lectureSum());
        also.assertAll();
    }

    private static Graph graph(String name, String input) {
        Networks.Network network = Networks.named(name);
        return input == null ? network.build() : network.build(shape(input), network.classes());
    }

    private static Shape shape(String text) {
        return Shape.of(
                Arrays.stream(text.split("x")).mapToInt(Integer::parseInt).toArray());
    }

    private static void equal(SoftAssertions soft, ArgumentsAccessor row, int column, long figure) {
        if (row.get(column) != null) {
            soft.assertThat(figure).as("column %d", column).isEqualTo(row.getLong(column));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void aBatchMultipliesMacsAndLeavesParameters(String name) {
        Totals one = Totals.of(Networks.load(name, Options.USUAL));
        Totals three = Totals.of(Networks.load(name, Options.USUAL.withBatch(3)));
        assertThat(three.macs()).isEqualTo(3 * one.macs());
        assertThat(three.contractionOutputs()).isEqualTo(3 * one.contractionOutputs());
        assertThat(three.parameters()).isEqualTo(one.parameters());
        assertThat(three.depth()).isEqualTo(one.depth());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void everyNodeIsInExactlyOneLayer(String name) {
        Graph graph = Networks.named(name).build();
        assertThat(Layers.fused(graph).stream().flatMap(layer -> layer.nodes().stream()))
                .containsExactlyInAnyOrderElementsOf(graph.nodes());
    }

    @Test
    void layersRunInAnOrderInWhichAllTheyReadIsMade() {
        Graph graph = Networks.named("googlenet-aux").build();
        Set<Object> made = new HashSet<>(graph.inputs());
        for (Layer layer : Layers.fused(graph)) {
            layer.reads()
                    .forEach(read -> assertThat(read.constant() || made.contains(read.value()))
                            .isTrue());
            made.addAll(layer.outputs());
        }
    }

    /** D12: a global pool makes a vector of fixed size from any map. */
    @ParameterizedTest(name = "D12: {0} takes other sizes")
    @ValueSource(
            strings = {
                "googlenet",
                "bn-inception",
                "inception-v3",
                "inception-v4",
                "inception-resnet-v2",
                "squeezenet1.1",
                "resnet18",
                "resnet50",
                "resnet50-v2",
                "resnext50-32x4d",
                "se-resnet50",
                "densenet121",
                "dpn92",
                "mobilenet-v1",
                "mobilenet-v2",
                "xception",
                "shufflenet-v1-g3",
                "shiftnet-a",
                "nasnet-a-mobile",
                "efficientnet-b0",
                "convnext-tiny",
                "convnext-v2-atto"
            })
    void globallyPooledNetworksTakeOtherSizes(String name) {
        Totals usual = Totals.of(Networks.load(name, Options.USUAL));
        Graph wide = Networks.load(name, Options.USUAL.withSize(256, 512));
        assertThat(wide.outputs().getFirst().type().shape()).isEqualTo(Shape.of(1, 1000));
        assertThat(Totals.of(wide).parameters()).isEqualTo(usual.parameters());
    }

    /** D12: a vectorising head has a weight for each pixel. */
    @ParameterizedTest(name = "D12: {0} refuses other sizes")
    @ValueSource(
            strings = {
                "lenet1989",
                "lenet5",
                "lenet-caffe",
                "alexnet",
                "alexnet-ungrouped",
                "alexnet-one-tower",
                "caffenet",
                "zfnet",
                "vgg11",
                "vgg16",
                "vgg19",
                "googlenet-aux"
            })
    void networksThatVectoriseRefuseOtherSizes(String name) {
        assertThatThrownBy(() -> Networks.load(name, Options.USUAL.withSize(448, 512)))
                .isInstanceOf(InputException.class)
                .hasMessageMatching(
                        "node '.*flatten': a map of .* pixels; expected . x ., for which the fully connected layer has"
                            + " its weights; leave the input at its usual size, or take a network that ends in global"
                            + " pooling");
    }

    @Test
    void aMapThatVanishesIsRefusedWhereItDoes() {
        assertThatThrownBy(() -> Networks.load("vgg16", Options.USUAL.withSize(24, 24)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("node 'pool5' (MaxPool)");
    }

    @Test
    void anInputOfAnotherRankIsRefused() {
        assertThatThrownBy(() -> Networks.named("resnet18").build(Shape.of(3, 224, 224), 1000))
                .hasMessage("an input of shape 3x224x224 for resnet18; expected 4 extents, as 1x3x224x224 has; "
                        + "correct the shape");
    }

    @Test
    void anUnknownNetworkGetsTheNearestName() {
        assertThatThrownBy(() -> Networks.named("resnet5")).hasMessageEndingWith("did you mean 'resnet50'?");
    }

    @ParameterizedTest
    @CsvSource({
        "ResNet-50, resnet50",
        "resnet50-v1.5, resnet50",
        "VGG-D, vgg16",
        "Inception_V2, bn-inception",
        "SqueezeNet 1.1, squeezenet1.1",
        "WRN-28-10, wide-resnet28-10-cifar"
    })
    void aNetworkIsKnownBySeveralSpellings(String spelling, String name) {
        assertThat(Networks.knows(spelling)).isTrue();
        assertThat(Networks.named(spelling).name()).isEqualTo(name);
    }

    @Test
    void aPathIsNoSpelling() {
        assertThat(Networks.knows("./vgg16")).isFalse();
    }

    /** As the papers (and for MobileNet V2 its repository) print them, in millions. */
    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({
        "mobilenet-v1, 0.75, 2.6, 325",
        "mobilenet-v1, 0.5, 1.3, 149",
        "mobilenet-v1, 0.25, 0.5, 41",
        "mobilenet-v2, 0.75, 2.6, 209",
        "mobilenet-v2, 1.4, 6.1, 582",
        "wide-resnet28-10-cifar, 1.2, 52.5,",
        "shufflenet-v1-g3, 0.5, , 38",
        "shufflenet-v1-g3, 2, , 524"
    })
    void aWidthScalesTheChannels(String name, double width, Double parameters, Double macs) {
        Totals totals = Totals.of(Networks.load(name, Options.USUAL.withWidth(width)));
        if (parameters != null) {
            assertThat(totals.parameters().trainable() / 1e6).isCloseTo(parameters, within(0.05));
        }
        if (macs != null) {
            assertThat(totals.macs() / 1e6).isCloseTo(macs, within(0.5));
        }
    }

    @Test
    void aNetworkWithoutAFactorOnItsChannelsRefusesOne() {
        assertThatThrownBy(() -> Networks.load("vgg16", Options.USUAL.withWidth(0.5)))
                .hasMessageStartingWith("width 0.5 for vgg16; expected 1: its paper has no factor on the channels; "
                        + "take wide-resnet28-10-cifar, mobilenet-v1,");
    }

    @Test
    void classesChangeTheLastLayerAlone() {
        Totals thousand = Totals.of(Networks.load("resnet50", Options.USUAL));
        Totals ten = Totals.of(Networks.load("resnet50", Options.USUAL.withClasses(10)));
        assertThat(thousand.parameters().trainable() - ten.parameters().trainable())
                .isEqualTo(990L * 2049);
    }

    @Test
    @DisplayName("A14: a 3x3 block of every stage of ResNet-50 takes 115,605,504 MACs")
    void eachBlockOfAStageOfResNetCostsTheSameAfterDownSampling() {
        // A14: halving rows and columns and doubling channels keeps a 3×3's MACs.
        List<Long> macs = Layers.fused(Networks.named("resnet50").build()).stream()
                .filter(layer -> layer.name().matches("conv[2-5]_2b"))
                .map(Layer::macs)
                .toList();
        assertThat(macs).hasSize(4).containsOnly(115_605_504L);
    }
}
