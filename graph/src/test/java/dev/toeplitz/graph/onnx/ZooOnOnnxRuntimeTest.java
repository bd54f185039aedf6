package dev.toeplitz.graph.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.pass.RandomWeights;
import dev.toeplitz.graph.reference.Reference;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.graph.zoo.Options;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Networks of the zoo, exported with random weights, on ONNX Runtime: every node within the reference's bound on the runtime's
 * own inputs to it, and, with the runtime free to rewrite the network, the outputs as near the reference's as rounding lets
 * them be. {@code -Dtoeplitz.zoo.onnxruntime=all} runs every network, as published.
 */
class ZooOnOnnxRuntimeTest {
    /**
     * Of the largest element. No bound that is certain stays small over a network's depth, so this is a measured one: the worst
     * of the networks below was off by 2.8e-6 (ONNX Runtime 1.29.0), and a wrong weight, stride or axis is off by far more.
     */
    private static final double END_TO_END = 1e-5;

    @ParameterizedTest(name = "{0}, {1} images of {2} × {3}")
    @CsvSource({
        "linear-classifier, 3, 28, 28",
        "mlp, 3, 28, 28",
        "lenet1989, 1, 16, 16",
        "lenet5, 3, 32, 32",
        "lenet5-rbf, 1, 32, 32",
        "lenet-caffe, 3, 28, 28",
        "resnet20-cifar, 3, 32, 32",
        "resnet20-cifar, 1, 32, 32",
        "plain20-cifar, 1, 32, 32",
        "squeezenet1.1, 3, 67, 67",
        "squeezenet1.0, 1, 67, 67",
        "mobilenet-v1, 1, 64, 64",
        "mobilenet-v2, 3, 32, 32",
        "shufflenet-v1-g3, 1, 64, 64",
        "shiftnet-a, 1, 64, 64",
        "efficientnet-b0, 1, 64, 64",
        "resnet18, 1, 64, 64",
        "convnext-v2-atto, 1, 64, 64",
        "lstm, 3, 4, 16",
        "rnn-unrolled, 1, 3, 16",
    })
    void agreesNodeByNodeAndAsAWhole(String name, int batch, int rows, int cols) {
        check(Networks.load(name, Options.USUAL.withBatch(batch).withSize(rows, cols)));
    }

    static List<String> names() {
        return Networks.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    @EnabledIfSystemProperty(named = "toeplitz.zoo.onnxruntime", matches = "all")
    void everyNetworkAgrees(String name) {
        check(Networks.load(name, Options.USUAL));
    }

    private static void check(Graph open) {
        Graph graph = RandomWeights.fill(open, 1);
        Map<Value, Tensor> inputs = new LinkedHashMap<>();
        graph.inputs().forEach(input -> inputs.put(input, image(input.type())));
        assertThat(Agreement.differences(graph, inputs)).isEmpty();
        Graph judged = Scores.of(graph);
        Map<Value, Tensor> expected = Reference.run(judged, inputs);
        OnnxRuntime.run(judged, inputs, OptLevel.ALL_OPT)
                .forEach((output, found) -> assertNear(output, found, expected.get(output)));
    }

    /** Single-precision numbers from −1 to 1, without a pattern that a mistake in indexing could hide in. */
    private static Tensor image(TensorType type) {
        double[] values = new Tensor.Random(type, 5, 0, 0.5).toDoubles();
        Arrays.setAll(values, i -> Math.clamp(values[i], -1, 1));
        return Tensor.of(type, values);
    }

    private static void assertNear(Value output, Tensor found, Tensor expected) {
        double largest =
                Arrays.stream(expected.toDoubles()).map(Math::abs).max().orElse(0);
        assertThat(largest).isPositive().isFinite();
        for (int i = 0; i < expected.type().elements(); i++) {
            assertThat(Math.abs(found.at(i) - expected.at(i)))
                    .as("%s, element %d: %s, not %s", output, i, found.at(i), expected.at(i))
                    .isLessThanOrEqualTo(END_TO_END * largest);
        }
    }
}
