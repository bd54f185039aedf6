package dev.toeplitz.cli;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.reports.terminal.Clean;
import dev.toeplitz.runtime.Inputs;
import dev.toeplitz.runtime.file.NumpyFile;
import dev.toeplitz.runtime.file.Preparation;
import dev.toeplitz.runtime.file.TensorFile;
import dev.toeplitz.terms.InputException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a network is run on. */
final class RunInputs {
    @Option(
            names = "--input",
            paramLabel = "[NAME=]FILE|ramp|random:SEED",
            description = {
                "A NumPy array (.npy, .npz), an ONNX tensor (.pb) or a picture (.png, .jpg), by the input's name",
                "where there are several; ramp, the default, makes element i of n be i/n, random:SEED normal ones.",
                "Can be given again."
            })
    private List<String> inputs = List.of("ramp");

    @Option(
            names = "--preprocess",
            paramLabel = "raw|unit|imagenet|caffe",
            description = {
                "What is done to a picture: raw, 0 to 255; unit, 0 to 1; imagenet, the middle, by mean and",
                "deviation; caffe, the middle, BGR minus a mean. By default raw for grey inputs, else imagenet."
            })
    private String preparation;

    /** A tensor for each of the graph's inputs; says what was done to pictures. */
    Map<Value, Tensor> read(Graph graph, Terminal terminal) {
        return read(graph, inputs, terminal);
    }

    /** The same of other words than those of {@code --input}. */
    Map<Value, Tensor> read(Graph graph, List<String> all, Terminal terminal) {
        Map<Value, Tensor> read = new LinkedHashMap<>();
        for (String input : all) {
            Optional<Value> named = named(graph, input);
            String words = named.map(value -> input.substring(value.name().length() + 1))
                    .orElse(input);
            Optional<Map<Value, Tensor>> made = made(graph, words);
            if (named.isPresent() && made.isPresent()) {
                read.put(named.get(), made.get().get(named.get()));
            } else if (made.isPresent()) {
                made.get().forEach(read::putIfAbsent);
            } else {
                read.putAll(file(graph, named, words, terminal));
            }
        }
        for (Value value : graph.inputs()) {
            if (!read.containsKey(value)) {
                throw new InputException(
                                "nothing is given for input '%s'".formatted(Clean.text(value.name(), 60)),
                                "a file for each of %d inputs"
                                        .formatted(graph.inputs().size()),
                                "add --input %s=FILE".formatted(Clean.text(value.name(), 60)))
                        .at("--input");
            }
        }
        return read;
    }

    /** The input whose name stands before the first {@code =}. */
    private static Optional<Value> named(Graph graph, String words) {
        return graph.inputs().stream()
                .filter(value -> words.startsWith(value.name() + "="))
                .findFirst();
    }

    /** Values for all inputs, where {@code words} say how to make them and are no file's name. */
    private static Optional<Map<Value, Tensor>> made(Graph graph, String words) {
        if (words.equals("ramp")) {
            return Optional.of(Inputs.ramp(graph));
        }
        if (words.startsWith("random:")) {
            long seed = Seed.of("--input", words, "ramp, random:SEED with a whole number, or a file");
            return Optional.of(Inputs.random(graph, seed));
        }
        return Optional.empty();
    }

    private Map<Value, Tensor> file(Graph graph, Optional<Value> named, String path, Terminal terminal) {
        if (path.toLowerCase(Locale.ROOT).endsWith(".npz")) {
            return arrays(graph, Path.of(path));
        }
        Value value = named.orElseGet(() -> only(graph, path));
        Preparation chosen = preparation == null ? Preparation.usual(value.type()) : Preparation.named(preparation);
        if (TensorFile.isPicture(Path.of(path))) {
            terminal.note("toeplitz: %s is taken as %s".formatted(Path.of(path).getFileName(), chosen.words()));
        }
        return Map.of(value, TensorFile.read(Path.of(path), value.type(), chosen));
    }

    private static Value only(Graph graph, String words) {
        List<String> names = graph.inputs().stream().map(Value::name).toList();
        if (names.size() != 1) {
            throw new InputException(
                            "'%s' for a network of %d inputs".formatted(words, names.size()),
                            "NAME=FILE with one of %s".formatted(Clean.text(String.join(", ", names), 200)),
                            "say which input it is")
                    .at("--input");
        }
        return graph.inputs().getFirst();
    }

    private static Map<Value, Tensor> arrays(Graph graph, Path file) {
        try {
            Map<String, Tensor> arrays = NumpyFile.readAll(file);
            Map<Value, Tensor> read = new LinkedHashMap<>();
            arrays.forEach((name, tensor) -> {
                Value value = graph.inputs().stream()
                        .filter(input -> input.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> InputException.unknown(
                                "input",
                                name,
                                graph.inputs().stream().map(Value::name).toList()));
                read.put(value, TensorFile.shaped(tensor, value.type()));
            });
            return read;
        } catch (InputException e) {
            throw e.at(file.toString());
        }
    }
}
