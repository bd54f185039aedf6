package dev.toeplitz.graph.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.terms.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * ONNX's own tests of single operators and small networks, as Debian's libonnx-testdata has them: each model is imported
 * and run through the reference, and held against the stored outputs with the tests' own tolerance. What is left out
 * stands in {@link OutOfScope} with its reason.
 */
class OnnxNodesTest {
    /** As ONNX's backend test runner compares. */
    private static final double RELATIVE = 1e-3;

    private static final double ABSOLUTE = 1e-7;

    private static final Path DATA = Path.of("/usr/share/libonnx-testdata/data");

    /** The families of tests; {@code real} only names files to be downloaded. */
    private static final List<String> SUITES = List.of("node", "simple", "pytorch-converted", "pytorch-operator");

    @TestFactory
    Stream<DynamicTest> everyTestInScopePasses() throws IOException {
        if (!Files.isDirectory(DATA)) {
            String message = "libonnx-testdata is not installed";
            return System.getenv("CI") == null ? abort(message + ": ONNX's node tests are left out") : fail(message);
        }
        List<DynamicTest> tests = new ArrayList<>();
        for (String suite : SUITES) {
            for (Path directory : directories(DATA.resolve(suite))) {
                if (OutOfScope.reason(directory.getFileName().toString(), model(directory))
                        .isEmpty()) {
                    tests.add(dynamicTest(suite + "/" + directory.getFileName(), () -> check(directory)));
                }
            }
        }
        return tests.stream();
    }

    @Test
    void noOperatorThatIsImportedIsOutOfScope() {
        assertThat(OutOfScope.operators()).doesNotContainAnyElementsOf(OnnxOperators.names());
    }

    /** Run by hand: passed, failed and left out, by reason. */
    public static void main(String[] args) throws IOException {
        Map<String, List<String>> byResult = new TreeMap<>();
        for (String suite : SUITES) {
            for (Path directory : directories(DATA.resolve(suite))) {
                String name = directory.getFileName().toString();
                String result = OutOfScope.reason(name, model(directory))
                        .map("out of scope: "::concat)
                        .orElseGet(() -> result(directory));
                byResult.computeIfAbsent(result, _ -> new ArrayList<>()).add(name);
            }
        }
        byResult.forEach((result, names) -> System.out.printf("%4d %s: %s%n", names.size(), result, names));
    }

    private static String result(Path directory) {
        try {
            check(directory);
            return "passed";
        } catch (InputException e) {
            return "failed: " + e.getMessage();
        } catch (AssertionError | RuntimeException e) {
            return "failed: " + e.toString().lines().limit(6).reduce("", (a, b) -> a + " " + b.strip());
        }
    }

    private static List<Path> directories(Path suite) throws IOException {
        try (Stream<Path> found = Files.list(suite)) {
            return found.filter(path -> Files.exists(path.resolve("model.onnx")))
                    .sorted()
                    .toList();
        }
    }

    private static ModelProto model(Path directory) {
        try {
            return ModelProto.parseFrom(Files.readAllBytes(directory.resolve("model.onnx")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(Path directory) {
        ModelProto model = model(directory);
        for (int set = 0; Files.exists(directory.resolve("test_data_set_" + set)); set++) {
            Path data = directory.resolve("test_data_set_" + set);
            Map<String, TensorProto> inputs = named(realInputs(model), data, "input");
            Imported imported = load(model, inputs, directory);
            assertThat(imported.fates())
                    .as("every node is accounted for")
                    .hasSize(model.getGraph().getNodeCount());
            OnnxTensors tensors = new OnnxTensors(directory);
            Map<String, Tensor> given = new HashMap<>();
            inputs.forEach((name, proto) -> given.put(name, tensors.read(proto)));
            List<Tensor> found = Running.run(imported.graph(), given);
            Map<String, TensorProto> expected = named(model.getGraph().getOutputList(), data, "output");
            for (int i = 0; i < found.size(); i++) {
                String name = model.getGraph().getOutput(i).getName();
                assertThat(imported.graph().outputs().get(i).name()).isEqualTo(name);
                assertClose(name, found.get(i), tensors.read(expected.get(name)));
            }
        }
    }

    /**
     * Shapes, axes and bounds that must be known here are inputs in these tests: where the import refuses, the test's own
     * values take their place, first of all inputs but the first, then of all.
     */
    private static Imported load(ModelProto model, Map<String, TensorProto> inputs, Path directory) {
        InputException first = null;
        for (int kept : new int[] {inputs.size(), 1, 0}) {
            try {
                ModelProto with = baked(model, inputs, kept);
                return new GraphImport(with, shapes(with, inputs), directory).run();
            } catch (InputException e) {
                first = first == null ? e : first;
            }
        }
        throw first;
    }

    private static ModelProto baked(ModelProto model, Map<String, TensorProto> inputs, int kept) {
        GraphProto.Builder graph = model.getGraph().toBuilder();
        List<ValueInfoProto> real = realInputs(model);
        for (int i = kept; i < real.size(); i++) {
            String name = real.get(i).getName();
            graph.addInitializer(inputs.get(name).toBuilder().setName(name));
        }
        return model.toBuilder().setGraph(graph).build();
    }

    /** Where the file leaves a dimension open, the test's input says it. */
    private static ImportOptions shapes(ModelProto model, Map<String, TensorProto> inputs) {
        Map<String, Shape> open = new HashMap<>();
        for (ValueInfoProto input : realInputs(model)) {
            boolean isOpen = input.getType().getTensorType().getShape().getDimList().stream()
                    .anyMatch(dim -> dim.getDimValue() <= 0);
            if (isOpen) {
                open.put(
                        input.getName(),
                        new Shape(inputs.get(input.getName()).getDimsList().stream()
                                .map(Math::toIntExact)
                                .toList()));
            }
        }
        return new ImportOptions(open, OptionalInt.empty());
    }

    private static List<ValueInfoProto> realInputs(ModelProto model) {
        Set<String> initialized = new HashSet<>();
        model.getGraph().getInitializerList().forEach(tensor -> initialized.add(tensor.getName()));
        return model.getGraph().getInputList().stream()
                .filter(input -> !initialized.contains(input.getName()))
                .toList();
    }

    private static Map<String, TensorProto> named(List<ValueInfoProto> values, Path data, String prefix) {
        Map<String, TensorProto> result = new HashMap<>();
        try {
            for (int i = 0; i < values.size(); i++) {
                Path file = data.resolve("%s_%d.pb".formatted(prefix, i));
                result.put(values.get(i).getName(), TensorProto.parseFrom(Files.readAllBytes(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return result;
    }

    static void assertClose(String name, Tensor found, Tensor expected) {
        assertThat(found.type()).as(name).isEqualTo(expected.type());
        for (int i = 0; i < expected.type().elements(); i++) {
            double want = expected.at(i);
            double have = found.at(i);
            boolean close = have == want
                    || Double.isNaN(have) && Double.isNaN(want)
                    || Math.abs(have - want) <= ABSOLUTE + RELATIVE * Math.abs(want);
            if (!close) {
                fail("%s[%d] is %s; expected %s", name, i, have, want);
            }
        }
    }
}
