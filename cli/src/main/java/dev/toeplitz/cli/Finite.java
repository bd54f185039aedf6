package dev.toeplitz.cli;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.reports.terminal.Clean;
import dev.toeplitz.runtime.execute.Execution;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Whether what a network gave are numbers, and where the first one that is none came from. */
final class Finite {
    private Finite() {}

    /** Otherwise the first layer that gave one that is none is named, or the network's input that had one already. */
    static boolean are(Execution execution, Map<Value, Tensor> inputs, Map<Value, float[]> outputs, Terminal terminal) {
        boolean finite = outputs.values().stream().allMatch(Finite::all);
        if (!finite) {
            String blame = notFinite(inputs)
                    .map("the network's input '%s' is not finite itself"::formatted)
                    .orElse("its inputs were finite");
            execution
                    .firstNotFinite(inputs)
                    .ifPresent(first ->
                            terminal.printAlways("layer '%s' (%s) is the first to give %s, at element %d of %s; %s%n"
                                    .formatted(
                                            Clean.text(first.stage().name(), 60),
                                            first.stage().operators(),
                                            first.found(),
                                            first.element(),
                                            Clean.text(first.value().name(), 60),
                                            blame)));
        }
        return finite;
    }

    private static Optional<String> notFinite(Map<Value, Tensor> inputs) {
        return inputs.entrySet().stream()
                .filter(input -> !all(input.getValue().toFloats()))
                .map(input -> Clean.text(input.getKey().name(), 60))
                .findFirst();
    }

    private static boolean all(float[] values) {
        return IntStream.range(0, values.length).allMatch(i -> Float.isFinite(values[i]));
    }
}
