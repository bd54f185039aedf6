package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Integers;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.terms.DataType;
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
 * @param types what each value is held as: INT8, UINT8, INT32, or the precision of all other numbers
 * @param constant which values are weights
 * @param zeroPoints what a contraction has yet to take from its operands
 * @param floats whether all numbers are floating-point ones, so that rounding is allowed
 */
record Task(
        Step step,
        Optional<Pointwise> epilogue,
        int made,
        int result,
        IntFunction<Layout> layouts,
        IntFunction<DataType> types,
        IntPredicate constant,
        ZeroPoints zeroPoints,
        boolean floats,
        Options options) {
    /** The same contraction of operands that zero points have yet to be taken from. */
    Task of(Unshifted unshifted) {
        return new Task(
                unshifted.contract(),
                epilogue,
                made,
                result,
                layouts,
                types,
                constant,
                unshifted.zeroPoints(),
                floats,
                options);
    }

    Target target() {
        return options.target();
    }

    Layout layout(int value) {
        return layouts.apply(value);
    }

    /** What a value is held as; what the step makes for the epilogue is nowhere held but computed. */
    DataType type(int value) {
        return value == made && made != result ? Integers.made(step, types) : types.apply(value);
    }

    boolean isInteger(int value) {
        return Integers.are(type(value));
    }

    /** Which of a step's operands are integers. */
    IntPredicate integers(Pointwise step) {
        return operand -> isInteger(step.operands().get(operand).operand());
    }

    /** Whether the step itself is computed in integers. */
    boolean makesIntegers() {
        return Integers.are(Integers.made(step, types));
    }

    /** Whether what is written comes out of integers, whatever it is held as. */
    boolean writesIntegers() {
        return epilogue.map(pointwise -> Integers.are(pointwise.f(), integers(pointwise)))
                .orElseGet(this::makesIntegers);
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

    /** The zero point of the operand that is computed, as OpenCL C reads it from a kernel's argument. */
    String zeroPoint(String argument) {
        return zeroPoints
                .activations()
                .map(value -> "%s[%d]".formatted(argument, layout(value).offset()))
                .orElse("0");
    }

    Loops axes() {
        return Loops.over(step.result());
    }
}
