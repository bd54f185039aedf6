package dev.toeplitz.graph.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.BatchNorm;
import dev.toeplitz.graph.op.Dropout;
import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.reference.Reference;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.graph.zoo.Options;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PassesTest {
    @Property(tries = 300)
    void identitiesLeaveWithoutChangingABit(@ForAll long seed) {
        Graph graph = RandomGraphs.of(seed);
        Graph after = new IdentityRemoval().apply(graph);
        Equivalence.requireSameBits(graph, after, RandomGraphs.inputs(graph, seed));
        assertThat(after.nodes())
                .filteredOn(IdentityRemoval::changesNothing)
                .allMatch(node -> after.outputs().contains(node.outputs().getFirst()));
    }

    @Property(tries = 200)
    void whatNobodyReadsLeavesWithoutChangingABit(@ForAll long seed) {
        Graph graph = RandomGraphs.of(seed);
        Graph after = new DeadNodeRemoval().apply(graph);
        Equivalence.requireSameBits(graph, after, RandomGraphs.inputs(graph, seed));
        Edges edges = new Edges(after);
        assertThat(after.nodes())
                .allMatch(node ->
                        node.outputs().stream().anyMatch(value -> edges.readers(value) > 0 || edges.leaves(value)));
        assertThat(after.constants().keySet()).allMatch(value -> edges.readers(value) > 0 || edges.leaves(value));
    }

    @Property(tries = 300)
    void constantsAreFoldedToWithinARounding(@ForAll long seed) {
        Graph graph = RandomGraphs.of(seed);
        Graph after = new ConstantFolding().apply(graph);
        Equivalence.requireWithinRounding(graph, after, RandomGraphs.inputs(graph, seed));
        assertThat(after.nodes()).noneMatch(node -> after.constants().keySet().containsAll(node.inputs()));
    }

    @Property(tries = 300)
    void batchNormalisationsAreMergedToWithinARounding(@ForAll long seed) {
        Graph graph = new ConstantFolding().apply(RandomGraphs.of(seed));
        Graph after = new FoldBatchNorm().apply(graph);
        Equivalence.requireWithinRounding(graph, after, RandomGraphs.inputs(graph, seed));
        assertThat(FoldBatchNorm.kept(after)).hasSameSizeAs(norms(after));
    }

    @Property(tries = 300)
    void allPassesTogetherKeepWhatAGraphComputes(@ForAll long seed) {
        Graph graph = RandomGraphs.of(seed);
        Graph folded = new ConstantFolding().apply(graph);
        Graph after = Passes.forExecution(graph);
        Equivalence.requireWithinRounding(folded, after, RandomGraphs.inputs(graph, seed));
        assertThat(Passes.forExecution(after).nodes())
                .as("nothing is left to do")
                .isEqualTo(after.nodes());
    }

    /** D5: to 1e-5 in single precision, relative to the largest of the outputs. */
    @ParameterizedTest(name = "D5: {0} of {1}x{1} keeps {2} of its batch normalisations")
    @CsvSource({
        "resnet20-cifar, 32, 0",
        "resnet18, 64, 0",
        "mobilenet-v2, 64, 0",
        "shufflenet-v1-g3, 64, 0",
        "densenet121, 32, 62",
        "resnet50-v2, 64, 17"
    })
    void networksOfTheZooKeepWhatTheyCompute(String name, int size, int kept) {
        Graph graph = RandomWeights.fill(
                Networks.load(name, Options.USUAL.withSize(size, size).withClasses(10)), 11);
        Graph after = Passes.forExecution(graph);
        Map<Value, Tensor> inputs = RandomGraphs.inputs(graph, 5);
        double[] expected =
                Reference.run(graph, inputs).get(graph.outputs().getFirst()).toDoubles();
        double[] found =
                Reference.run(after, inputs).get(graph.outputs().getFirst()).toDoubles();
        double largest = 0;
        double error = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            error = Math.max(error, Math.abs(found[i] - expected[i]));
        }
        assertThat(error / largest).isLessThan(1e-5);
        assertThat(norms(after).size()).isEqualTo(kept);
    }

    private static List<Node> norms(Graph graph) {
        return nodes(graph, BatchNorm.class);
    }

    private static List<Node> nodes(Graph graph, Class<? extends Operator> kind) {
        return graph.nodes().stream()
                .filter(node -> kind.isInstance(node.operator()))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"resnet50", "inception-v3", "mobilenet-v1", "vgg16"})
    void weightsThatAreLeftOpenStayOpen(String name) {
        Graph graph = Networks.load(name, Options.USUAL);
        Graph after = Passes.forExecution(graph);
        assertThat(norms(after)).isEmpty();
        assertThat(nodes(after, Dropout.class)).isEmpty();
        assertThat(after.constants().values()).allMatch(Tensor.Absent.class::isInstance);
    }

    @Test
    @DisplayName("D10: the auxiliary heads of GoogLeNet leave with their outputs")
    void auxiliaryHeadsLeaveWithTheirOutputs() {
        Graph graph = Networks.load("googlenet-aux", Options.USUAL);
        Graph main = DeadNodeRemoval.keeping(graph, List.of(graph.outputs().getFirst()));
        Graph plain = Networks.load("googlenet", Options.USUAL);
        assertThat(graph.outputs()).hasSizeGreaterThan(1);
        assertThat(main.nodes().size()).isEqualTo(plain.nodes().size());
    }

    @Test
    void aPassThatChangesAnOutputIsADefect() {
        Graph graph = RandomGraphs.of(1);
        Pass broken = g -> new Graph(g.name(), g.inputs(), g.constants(), g.nodes(), g.inputs());
        assertThatThrownBy(() -> Passes.apply(List.of(broken), graph))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith("changed the inputs or outputs of random");
    }
}
