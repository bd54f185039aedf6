package dev.toeplitz.graph.step;

import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.Require;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What an operator computes, as steps. Values are numbered: 0 to {@code inputs} − 1 are the operator's inputs, and step
 * i makes value {@code inputs} + i. {@code outputs} says which values leave; the rest are temporaries.
 */
public record Definition(int inputs, List<Step> steps, List<Integer> outputs) {
    public Definition {
        steps = List.copyOf(steps);
        outputs = List.copyOf(outputs);
        for (int i = 0; i < steps.size(); i++) {
            requireEarlier(steps.get(i), inputs + i);
        }
    }

    /** The last step makes the one output. */
    public Definition(int inputs, List<Step> steps) {
        this(inputs, steps, List.of(inputs + steps.size() - 1));
    }

    /** Every step makes an output, in order. */
    public static Definition eachAnOutput(int inputs, List<Step> steps) {
        return new Definition(
                inputs,
                steps,
                IntStream.range(inputs, inputs + steps.size()).boxed().toList());
    }

    private static void requireEarlier(Step step, int value) {
        for (View view : step.reads()) {
            Require.that(
                    view.operand() >= 0 && view.operand() < value,
                    "the step that makes value %d reads value %d".formatted(value, view.operand()),
                    "an earlier one",
                    "reorder the steps");
        }
    }

    /** The same without scans: each is written out, time after time. */
    public Definition unrolled() {
        return steps.stream().anyMatch(Step.Scan.class::isInstance) ? Unrolling.of(this) : this;
    }

    /** Output {@code output} of an operator as steps say it. */
    public Shape result(int output) {
        return steps.get(outputs.get(output) - inputs).result();
    }
}
