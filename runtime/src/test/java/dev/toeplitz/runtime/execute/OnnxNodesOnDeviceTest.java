package dev.toeplitz.runtime.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.onnx.OnnxCase;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.runtime.opencl.TestPlatforms;
import dev.toeplitz.runtime.plan.Options;
import dev.toeplitz.runtime.plan.Plan;
import dev.toeplitz.runtime.plan.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * ONNX's own node tests on a device, against their stored outputs with their own tolerance; integers, which a device holds in single
 * precision, must be exact. Many run side by side as one graph, since compiling is what takes long.
 */
class OnnxNodesOnDeviceTest {
    /** As ONNX's backend test runner compares. */
    private static final double RELATIVE = 1e-3;

    private static final double ABSOLUTE = 1e-7;

    private static final int AT_ONCE = 100;

    @TestFactory
    Stream<DynamicTest> everyTestInScopePassesInVectors() {
        return batches(Options.of(Target.WIDE));
    }

    @TestFactory
    Stream<DynamicTest> everyTestInScopePassesWithGeneralKernels() {
        return batches(Options.of(Target.GENERAL));
    }

    /** Those that multiply; the others run as general kernels there too. */
    @TestFactory
    Stream<DynamicTest> everyProductPassesInBlocks() {
        return batches(
                Options.of(Target.BLOCKS),
                name -> Stream.of("conv", "gemm", "matmul", "einsum", "attention")
                        .anyMatch(name::contains));
    }

    private static Stream<DynamicTest> batches(Options options) {
        return batches(options, _ -> true);
    }

    private static Stream<DynamicTest> batches(Options options, Predicate<String> named) {
        if (!OnnxCase.arePresent()) {
            String message = "libonnx-testdata is not installed";
            return System.getenv("CI") == null ? abort(message + ": ONNX's node tests are left out") : fail(message);
        }
        List<Path> directories = OnnxCase.inScope().stream()
                .filter(path -> named.test(path.getFileName().toString()))
                .toList();
        List<DynamicTest> tests = new ArrayList<>();
        for (int from = 0; from < directories.size(); from += AT_ONCE) {
            List<Path> some = directories.subList(from, Math.min(from + AT_ONCE, directories.size()));
            tests.add(dynamicTest(
                    "%s to %s"
                            .formatted(
                                    some.getFirst().getFileName(),
                                    some.getLast().getFileName()),
                    () -> check(some, options)));
        }
        return tests.stream();
    }

    private static void check(List<Path> directories, Options options) {
        Beside all = new Beside();
        Map<Value, Tensor> inputs = new HashMap<>();
        Map<OnnxCase, Map<Value, Value>> cases = new LinkedHashMap<>();
        for (Path directory : directories) {
            for (OnnxCase each : OnnxCase.of(directory)) {
                Map<Value, Value> renamed = all.add(each.graph());
                each.graph()
                        .inputs()
                        .forEach(value ->
                                inputs.put(renamed.get(value), each.inputs().get(value.name())));
                cases.put(each, renamed);
            }
        }
        List<String> wrong = new ArrayList<>();
        try (Execution execution =
                new Execution(Plan.of(all.graph(), options), TestPlatforms.device(TestPlatforms.POCL))) {
            Map<Value, float[]> found = execution.run(inputs);
            cases.forEach((each, renamed) -> {
                for (int i = 0; i < each.expected().size(); i++) {
                    Value output = each.graph().outputs().get(i);
                    compare(
                            each.name() + " " + output.name(),
                            found.get(renamed.get(output)),
                            each.expected().get(i),
                            wrong);
                }
            });
        }
        assertThat(wrong).isEmpty();
    }

    private static void compare(String name, float[] found, Tensor expected, List<String> wrong) {
        for (int i = 0; i < found.length; i++) {
            double want = expected.type().type().isFloat() ? (float) expected.at(i) : expected.at(i);
            boolean close = found[i] == want
                    || Double.isNaN(found[i]) && Double.isNaN(want)
                    || Math.abs(found[i] - want) <= ABSOLUTE + RELATIVE * Math.abs(want);
            if (!close) {
                wrong.add("%s[%d] is %s; expected %s".formatted(name, i, found[i], want));
                return;
            }
        }
    }
}
