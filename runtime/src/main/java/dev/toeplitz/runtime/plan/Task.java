package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.View;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/**
 * What a kernel is wanted for: a step, and perhaps an element-wise one on its result, which then never has to be written.
 *
 * @param made the number of the value that the step makes
 * @param result the number of the value that is written: the epilogue's where there is one
 * @param layouts where each value lies
 * @param constant which values are weights
 * @param floats whether all numbers are floating-point ones, so that rounding is allowed
 */
record Task(
        Step step,
        Optional<Pointwise> epilogue,
        int made,
        int result,
        IntFunction<Layout> layouts,
        IntPredicate constant,
        boolean floats,
        Options options) {
    Target target() {
        return options.target();
    }

    Layout layout(int value) {
        return layouts.apply(value);
    }

    /** What the epilogue reads beside the step's result. */
    List<View> others() {
        return epilogue.map(pointwise -> pointwise.operands().stream()
                        .filter(view -> view.operand() != made)
                        .toList())
                .orElse(List.of());
    }

    /** The written value, with a loop for each of its axes. */
    View written() {
        return View.aligned(result, step.result(), step.result());
    }

    Loops axes() {
        return Loops.over(step.result());
    }
}
