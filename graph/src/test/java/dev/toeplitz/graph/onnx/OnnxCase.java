package dev.toeplitz.graph.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.toeplitz.graph.Graph;
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
import java.util.stream.Stream;

/**
 * One of ONNX's own tests of operators and small networks, as Debian's libonnx-testdata has them: a graph, inputs by name, and what
 * its outputs have to be.
 */
public record OnnxCase(String name, Imported imported, int nodes, Map<String, Tensor> inputs, List<Tensor> expected) {
    static final Path DATA = Path.of("/usr/share/libonnx-testdata/data");

    /** The families of tests; {@code real} only names files to be downloaded. */
    private static final List<String> SUITES = List.of("node", "simple", "pytorch-converted", "pytorch-operator");

    /** Whether the tests are installed. */
    public static boolean arePresent() {
        return Files.isDirectory(DATA);
    }

    public Graph graph() {
        return imported.graph();
    }

    /** The folders of all tests that are in scope. */
    public static List<Path> inScope() {
        return all().filter(
                        directory -> OutOfScope.reason(directory.getFileName().toString(), model(directory))
                                .isEmpty())
                .toList();
    }

    static Stream<Path> all() {
        return SUITES.stream().flatMap(suite -> directories(DATA.resolve(suite)).stream());
    }

    /** A test's cases, one for each set of its data. */
    public static List<OnnxCase> of(Path directory) {
        List<OnnxCase> cases = new ArrayList<>();
        ModelProto model = model(directory);
        for (int set = 0; Files.exists(directory.resolve("test_data_set_" + set)); set++) {
            Path data = directory.resolve("test_data_set_" + set);
            Map<String, TensorProto> inputs = named(realInputs(model), data, "input");
            Imported imported = load(model, inputs, directory);
            OnnxTensors tensors = new OnnxTensors(directory);
            Map<String, Tensor> given = new HashMap<>();
            inputs.forEach((name, proto) -> given.put(name, tensors.read(proto)));
            Map<String, TensorProto> expected = named(model.getGraph().getOutputList(), data, "output");
            List<Tensor> wanted = model.getGraph().getOutputList().stream()
                    .map(output -> tensors.read(expected.get(output.getName())))
                    .toList();
            String name = directory.getParent().getFileName() + "/" + directory.getFileName();
            cases.add(new OnnxCase(name, imported, model.getGraph().getNodeCount(), given, wanted));
        }
        return cases;
    }

    private static List<Path> directories(Path suite) {
        try (Stream<Path> found = Files.list(suite)) {
            return found.filter(path -> Files.exists(path.resolve("model.onnx")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ModelProto model(Path directory) {
        try {
            return ModelProto.parseFrom(Files.readAllBytes(directory.resolve("model.onnx")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
                return new GraphImport(with, shapes(with, inputs), new OnnxTensors(directory)).run();
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
}
