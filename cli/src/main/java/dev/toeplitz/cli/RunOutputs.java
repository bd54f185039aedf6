package dev.toeplitz.cli;

import dev.toeplitz.graph.Value;
import dev.toeplitz.reports.json.JsonReport;
import dev.toeplitz.reports.measured.RunCsv;
import dev.toeplitz.reports.measured.RunReport;
import dev.toeplitz.reports.terminal.Clean;
import dev.toeplitz.runtime.file.NumpyFile;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Require;
import dev.toeplitz.terms.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
    private Integer top;

    @Option(
            names = "--report",
            paramLabel = "FILE.json|FILE.csv",
            description = "Write time, bytes, operations and shares of the device's roofs, layer by layer.")
    private Path report;

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "A text file of a name on each line, for what --top prints (5 of them, if it is not given).")
    private Path labels;

    /** What cannot be done is refused before anything takes long. */
    void require() {
        Require.that(
                output == null || endsWith(output, ".npy") || endsWith(output, ".npz"),
                "--output: '%s'".formatted(output),
                "a name that ends in .npy or .npz",
                "rename it");
        Require.that(
                report == null || endsWith(report, ".json") || endsWith(report, ".csv"),
                "--report: '%s'".formatted(report),
                "a name that ends in .json or .csv",
                "rename it");
        if (top != null) {
            Require.positive("--top", top);
        }
    }

    /** What was measured, where a file is to have it. */
    void write(RunReport measured) {
        if (report != null) {
            String text = endsWith(report, ".csv") ? RunCsv.write(measured) : JsonReport.write(measured);
            WholeFile.write(report, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static boolean endsWith(Path file, String ending) {
        return file.toString().endsWith(ending);
    }

    void hand(Map<Value, float[]> outputs, Terminal terminal) {
        if (output != null) {
            WholeFile.write(output, bytes(outputs));
        }
        Value first = outputs.keySet().iterator().next();
        if (top != null || labels != null) {
            print(first, outputs.get(first), top == null ? 5 : top, terminal);
        }
    }

    private byte[] bytes(Map<Value, float[]> outputs) {
        Map<String, byte[]> arrays = new LinkedHashMap<>();
        outputs.forEach((value, values) ->
                arrays.put(value.name(), NumpyFile.npy(value.type().shape(), values)));
        return endsWith(output, ".npz")
                ? NumpyFile.npz(arrays)
                : arrays.values().iterator().next();
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
