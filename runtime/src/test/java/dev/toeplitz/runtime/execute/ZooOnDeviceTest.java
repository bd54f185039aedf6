package dev.toeplitz.runtime.execute;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.onnx.OnnxRuntime;
import dev.toeplitz.graph.onnx.Scores;
import dev.toeplitz.graph.pass.Passes;
import dev.toeplitz.graph.pass.RandomWeights;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.runtime.Inputs;
import dev.toeplitz.runtime.opencl.OpenClDevice;
import dev.toeplitz.runtime.opencl.TestPlatforms;
import dev.toeplitz.runtime.plan.Options;
import dev.toeplitz.runtime.plan.Plan;
import dev.toeplitz.runtime.plan.Target;
import dev.toeplitz.terms.InputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Networks of the zoo with random weights and inputs, exported to ONNX Runtime and run on a device: the same scores, at batch 1 and 3.
 * Images are as small as a network takes. {@code -Dtoeplitz.zoo.device=all} runs every network.
 */
class ZooOnDeviceTest {
    /**
     * Of the largest element: no certain bound stays small over a network's depth, and both sides round. A wrong weight, stride
     * or axis is off by far more.
     */
    private static final double END_TO_END = 1e-4;

    private static final List<Integer> SIZES = List.of(64, 96, 128, 160, 224, 299);

    static Stream<Arguments> some() {
        return Stream.of(
                        "lenet5-rbf",
                        "resnet20-cifar",
                        "squeezenet1.1",
                        "mobilenet-v2",
                        "shufflenet-v1-g3",
                        "resnet18",
                        "googlenet",
                        "densenet121",
                        "efficientnet-b0",
                        "se-resnet50")
                .flatMap(ZooOnDeviceTest::bothBatches);
    }

    static Stream<Arguments> all() {
        return Networks.names().stream().flatMap(ZooOnDeviceTest::bothBatches);
    }

    private static Stream<Arguments> bothBatches(String name) {
        return Stream.of(Arguments.of(name, 1), Arguments.of(name, 3));
    }

    @ParameterizedTest
    @MethodSource("some")
    void agreesWithOnnxRuntime(String name, int batch) {
        check(name, batch);
    }

    @ParameterizedTest
    @MethodSource("all")
    @EnabledIfSystemProperty(named = "toeplitz.zoo.device", matches = "all")
    void everyNetworkAgreesWithOnnxRuntime(String name, int batch) {
        check(name, batch);
    }

    private static void check(String name, int batch) {
        Graph graph = Scores.of(RandomWeights.fill(small(name, batch), 1));
        Map<Value, Tensor> inputs = new LinkedHashMap<>();
        Inputs.random(graph, 3).forEach((value, tensor) -> inputs.put(value, single(tensor)));
        Map<Value, Tensor> expected = OnnxRuntime.run(graph, inputs, OptLevel.ALL_OPT);
        Graph ours = Passes.forExecution(graph);
        OpenClDevice device = TestPlatforms.device(TestPlatforms.POCL);
        try (Execution execution = new Execution(Plan.of(ours, Options.of(Target.of(device.description()))), device)) {
            execution.run(inputs).forEach((output, found) -> assertNear(output, found, expected));
        }
    }

    /** The values as both sides have them. */
    private static Tensor single(Tensor tensor) {
        return new Tensor.Floats(tensor.type(), tensor.toFloats());
    }

    private static Graph small(String name, int batch) {
        Networks.Network network = Networks.named(name);
        Shape published = network.input().with(0, batch);
        boolean picture = published.rank() == 4 && published.at(2) > 64;
        for (int size : picture ? SIZES : List.<Integer>of()) {
            try {
                return network.build(published.with(2, size).with(3, size), network.classes());
            } catch (InputException _) {
                // Too small for it.
            }
        }
        return network.build(published, network.classes());
    }

    private static void assertNear(Value output, float[] found, Map<Value, Tensor> all) {
        Tensor expected = all.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(output.name()))
                .findFirst()
                .orElseThrow()
                .getValue();
        double largest = 0;
        for (int i = 0; i < found.length; i++) {
            largest = Math.max(largest, Math.abs(expected.at(i)));
        }
        assertThat(largest).isPositive().isFinite();
        for (int i = 0; i < found.length; i++) {
            double off = Math.abs(found[i] - expected.at(i));
            assertThat(off <= END_TO_END * largest)
                    .as("%s, element %d: %s, not %s; the largest is %s", output, i, found[i], expected.at(i), largest)
                    .isTrue();
        }
    }
}
