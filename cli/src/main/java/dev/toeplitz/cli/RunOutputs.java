package dev.toeplitz.cli;

import dev.toeplitz.graph.Value;
import dev.toeplitz.reports.terminal.Clean;
import dev.toeplitz.runtime.file.NumpyFile;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import picocli.CommandLine.Option;

/** What is done with what a network gives. */
final class RunOutputs {
    @Option(
            names = "--output",
            paramLabel = "FILE.npy|FILE.npz",
            description = "Write the first output as a NumPy array, or all of them by name.")
    private Path output;

    @Option(names = "--top", paramLabel = "N", description = "Print the N largest elements of the first output.")
    private int top;

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "A text file of a name on each line, for what --top prints (5 of them, if it is not given).")
    private Path labels;

    void hand(Map<Value, float[]> outputs, Terminal terminal) {
        if (output != null) {
            WholeFile.write(output, bytes(outputs));
        }
        Value first = outputs.keySet().iterator().next();
        int wanted = top == 0 && labels != null ? 5 : top;
        if (wanted > 0) {
            print(first, outputs.get(first), wanted, terminal);
        }
    }

    private byte[] bytes(Map<Value, float[]> outputs) {
        Map<String, byte[]> arrays = new LinkedHashMap<>();
        outputs.forEach((value, values) ->
                arrays.put(value.name(), NumpyFile.npy(value.type().shape(), values)));
        if (output.toString().endsWith(".npz")) {
            return NumpyFile.npz(arrays);
        }
        if (output.toString().endsWith(".npy")) {
            return arrays.values().iterator().next();
        }
        throw new InputException("'%s'".formatted(output), "a name that ends in .npy or .npz", "rename it")
                .at("--output");
    }

    private void print(Value value, float[] elements, int wanted, Terminal terminal) {
        List<String> names = names();
        if (!names.isEmpty() && names.size() < elements.length) {
            throw new InputException(
                            "%d lines".formatted(names.size()),
                            "%d, one for each element of the output".formatted(elements.length),
                            "take the labels that the network was trained with")
                    .at(labels.toString());
        }
        IntStream.range(0, elements.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -elements[i]))
                .limit(wanted)
                .forEach(i -> terminal.printAlways("%s[%d]%s = %s%n"
                        .formatted(
                                Clean.text(value.name(), 32),
                                i,
                                names.isEmpty() ? "" : " " + Clean.text(names.get(i), 60),
                                elements[i])));
    }

    private List<String> names() {
        try {
            return labels == null ? List.of() : Files.readAllLines(labels);
        } catch (IOException e) {
            throw new InputException("cannot be read: " + e, "a text file, a name on each line", "check the path")
                    .at(labels.toString());
        }
    }
}
