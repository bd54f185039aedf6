package dev.toeplitz.runtime.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.onnx.ImportOptions;
import dev.toeplitz.graph.onnx.OnnxFile;
import dev.toeplitz.graph.onnx.OnnxTensorFile;
import dev.toeplitz.graph.onnx.Shared;
import dev.toeplitz.graph.pass.Passes;
import dev.toeplitz.graph.pass.RandomWeights;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.runtime.Inputs;
import dev.toeplitz.runtime.execute.CrossCheck.Verdict;
import dev.toeplitz.runtime.opencl.OpenClDevice;
import dev.toeplitz.runtime.opencl.TestPlatforms;
import dev.toeplitz.runtime.plan.Options;
import dev.toeplitz.runtime.plan.Plan;
import dev.toeplitz.runtime.plan.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real networks of ONNX's model zoo on a device. */
class LightModelsTest {
    /** As ONNX's backend test runner compares. */
    private static final double RELATIVE = 1e-3;

    private static final double ABSOLUTE = 1e-7;

    private static Graph graph(String name) {
        return OnnxFile.read(Shared.path("models/" + name + ".onnx"), ImportOptions.NONE);
    }

    private static Options options(OpenClDevice device) {
        return Options.of(Target.of(device.description()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "light_bvlc_alexnet",
                "light_densenet121",
                "light_inception_v1",
                "light_inception_v2",
                "light_resnet50",
                "light_shufflenet",
                "light_squeezenet",
                "light_vgg19",
                "light_zfnet512"
            })
    void theStoredOutputsComeOut(String name) {
        Graph graph = Passes.forExecution(graph(name));
        Tensor expected = OnnxTensorFile.read(Shared.path("models/%s_output_0.pb".formatted(name)));
        OpenClDevice device = TestPlatforms.device(TestPlatforms.POCL);
        try (Execution execution = new Execution(Plan.of(graph, options(device)), device)) {
            Value output = graph.outputs().getFirst();
            float[] found = execution.run(Inputs.ramp(graph)).get(output);
            assertThat(found).hasSize((int) expected.type().elements());
            for (int i = 0; i < found.length; i++) {
                double want = expected.at(i);
                assertThat(Math.abs(found[i] - want))
                        .as("%s[%d] is %s, expected %s", output.name(), i, found[i], want)
                        .isLessThanOrEqualTo(ABSOLUTE + RELATIVE * Math.abs(want));
            }
        }
    }

    /** With random weights, so that no layer's numbers are all alike; the heavy ones are checked so by hand. */
    @ParameterizedTest
    @ValueSource(strings = {"mnist", "light_squeezenet", "light_shufflenet", "light_bvlc_alexnet"})
    void everyLayerIsWithinItsBound(String name) {
        assertEveryLayer(name, options(TestPlatforms.device(TestPlatforms.POCL)));
    }

    /** As for a GPU. */
    @Test
    void everyLayerIsWithinItsBoundInBlocks() {
        assertEveryLayer("light_squeezenet", Options.of(Target.BLOCKS));
        assertEveryLayer("mnist", Options.of(Target.BLOCKS).half());
    }

    private static void assertEveryLayer(String name, Options options) {
        Graph graph = Passes.forExecution(RandomWeights.fill(graph(name), 1));
        OpenClDevice device = TestPlatforms.device(TestPlatforms.POCL);
        try (Execution execution = new Execution(Plan.of(graph, options), device)) {
            assertThat(CrossCheck.run(execution, Inputs.random(graph, 1), (_, _) -> {}))
                    .isNotEmpty()
                    .allMatch(Verdict::passed);
        }
    }
}
