package dev.toeplitz.graph.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Add;
import dev.toeplitz.graph.op.BatchNorm;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.Relu;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import org.junit.jupiter.api.Test;

class FoldBatchNormTest {
    private final GraphBuilder graph = new GraphBuilder("g");
    private final Value x = graph.input("x", TensorType.float32(1, 2, 1, 1));

    private Value constant(String name, double... values) {
        return graph.constant(name, Tensor.of(TensorType.float32(values.length), values));
    }

    private Value conv(Value weight) {
        return graph.node("conv", Conv.square(1, 1, 0, 1), x, weight, constant("bias", 1, 2));
    }

    private Value conv() {
        return conv(graph.constant("w", Tensor.of(TensorType.float32(2, 2, 1, 1), 1, 2, 3, 4)));
    }

    private Value norm(Value of, double variance) {
        return graph.node(
                "norm",
                new BatchNorm(0.5),
                of,
                constant("gamma", 3, 5),
                constant("beta", 10, 20),
                constant("mean", 1, -1),
                constant("variance", 3.5, variance));
    }

    private Graph folded(Value output) {
        graph.output(output);
        return new FoldBatchNorm().apply(graph.build());
    }

    private void assertKept(Value output, String reason) {
        Graph after = folded(output);
        assertThat(FoldBatchNorm.kept(after)).singleElement().satisfies(kept -> {
            assertThat(kept.node().name()).isEqualTo("norm");
            assertThat(kept.reason()).isEqualTo(reason);
        });
    }

    /** By hand: √(3.5 + 0.5) = 2 and √(8.5 + 0.5) = 3, so factors of 1.5 and 5/3. */
    @Test
    void weightsAndBiasTakeTheScaleOfTheirChannel() {
        Graph after = folded(norm(conv(), 8.5));
        assertThat(after.nodes()).singleElement().satisfies(node -> {
            assertThat(after.constant(node.inputs().get(1)).toDoubles()).containsExactly(1.5, 3, 5, (float) (20 / 3.0));
            assertThat(after.constant(node.inputs().get(2)).toDoubles()).containsExactly(10, 25);
            assertThat(node.name()).isEqualTo("conv");
            assertThat(node.outputs()).isEqualTo(after.outputs());
        });
    }

    @Test
    void twoInARowAreRoundedOnce() {
        Value first = norm(conv(), 8.5);
        Value second = graph.node(
                "again",
                new BatchNorm(0),
                first,
                constant("gamma2", 0.1, 0.3),
                constant("beta2", 0, 0),
                constant("mean2", 0, 0),
                constant("variance2", 1, 1));
        Graph after = folded(second);
        Value weight = after.nodes().getFirst().inputs().get(1);
        assertThat(after.nodes()).hasSize(1);
        assertThat(after.constant(weight).toDoubles()[3]).isEqualTo((float) (4 * (5 / 3.0 * (float) 0.3)));
    }

    @Test
    void aConvolutionThatOthersReadKeepsItsResult() {
        Value y = conv();
        assertKept(graph.node("add", new Add(), norm(y, 1), y), "others read node 'conv' (Conv) too");
    }

    @Test
    void aConvolutionWhoseResultLeavesKeepsIt() {
        Value y = conv();
        graph.output(y);
        assertKept(norm(y, 1), "others read node 'conv' (Conv) too");
    }

    @Test
    void beforeAnActivationThereIsNothingToMergeInto() {
        assertKept(norm(graph.node("relu", new Relu(), conv()), 1), "node 'relu' (Relu) before it has no weights");
    }

    @Test
    void atTheInputThereIsNothingToMergeInto() {
        assertKept(norm(x, 1), "nothing comes before it");
    }

    @Test
    void weightsThatAreComputedStay() {
        Value w = graph.input("given", TensorType.float32(2, 2, 1, 1));
        assertKept(norm(conv(w), 1), "its parameters, or the weights of node 'conv' (Conv), are computed");
    }

    @Test
    void aVarianceThatIsNotPositiveIsLeftToTheDevice() {
        assertKept(norm(conv(), -0.5), "a variance is not positive");
    }

    @Test
    void weightsThatOthersReadStayForThem() {
        Value w = graph.constant("w", Tensor.of(TensorType.float32(2, 2, 1, 1), 1, 2, 3, 4));
        Value other = graph.node("other", Conv.square(1, 1, 0, 1), x, w);
        Graph after = new DeadNodeRemoval().apply(folded(graph.node("add", new Add(), norm(conv(w), 8.5), other)));
        assertThat(after.constant(w).toDoubles()).containsExactly(1, 2, 3, 4);
        assertThat(after.constants()).hasSize(3);
    }
}
