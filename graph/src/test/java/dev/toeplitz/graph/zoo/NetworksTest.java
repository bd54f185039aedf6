package dev.toeplitz.graph.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.work.Layer;
import dev.toeplitz.graph.work.Layers;
import dev.toeplitz.graph.work.Parameters;
import dev.toeplitz.terms.InputException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.MethodSource;

class NetworksTest {
    static Stream<String> names() {
        return Networks.all().stream().map(Networks.Network::name);
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "facts.csv", numLinesToSkip = 2)
    void parametersAndMacsAreThoseOfThePapers(
            String name, String derivedAs, long parameters, long statistics, long macs) {
        Graph graph = Networks.named(name).build();
        assertThat(Parameters.of(graph)).isEqualTo(new Parameters(parameters, statistics));
        assertThat(macs(graph)).isEqualTo(macs);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void aBatchMultipliesMacsAndLeavesParameters(String name) {
        Networks.Network network = Networks.named(name);
        Graph one = network.build();
        Graph three = network.build(network.input().with(0, 3), network.classes());
        assertThat(macs(three)).isEqualTo(3 * macs(one));
        assertThat(Parameters.of(three)).isEqualTo(Parameters.of(one));
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

    @Test
    void globallyPooledNetworksTakeOtherSizesAndVectorisingOnesRefuseWithThePlace() {
        assertThat(Networks.named("resnet50")
                        .build(Shape.of(1, 3, 512, 1024), 1000)
                        .outputs()
                        .getFirst()
                        .type()
                        .shape())
                .isEqualTo(Shape.of(1, 1000));
        assertThatThrownBy(() -> Networks.named("vgg16").build(Shape.of(1, 3, 24, 24), 1000))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("node 'pool5' (MaxPool)");
    }

    @Test
    void anUnknownNetworkGetsTheNearestName() {
        assertThatThrownBy(() -> Networks.named("resnet5")).hasMessageEndingWith("did you mean 'resnet50'?");
    }

    @Test
    void eachBlockOfAStageOfResNetCostsTheSameAfterDownSampling() {
        // A14: halving rows and columns and doubling channels keeps a 3×3's MACs.
        List<Long> macs = Layers.fused(Networks.named("resnet50").build()).stream()
                .filter(layer -> layer.name().matches("conv[2-5]_2b"))
                .map(Layer::macs)
                .toList();
        assertThat(macs).hasSize(4).containsOnly(115_605_504L);
    }

    private static long macs(Graph graph) {
        return Layers.single(graph).stream().mapToLong(Layer::macs).sum();
    }
}
