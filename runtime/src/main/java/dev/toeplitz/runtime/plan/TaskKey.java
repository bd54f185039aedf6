package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Loops.Loop;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.terms.LoopDim;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A task as text, of all that its time depends on: loops, how far apart neighbours of each operand lie, what is outside, what the
 * epilogue computes, storage and target. Where a tensor begins in its buffer and what its values are is left out, and so are names;
 * so layers that are alike have one text, in whichever network they stand.
 */
final class TaskKey {
    private static final Map<LoopDim, String> LETTERS = Map.of(
            LoopDim.BATCH, "N",
            LoopDim.GROUP, "G",
            LoopDim.OUT_CHANNEL, "M",
            LoopDim.IN_CHANNEL, "C",
            LoopDim.OUT_ROW, "P",
            LoopDim.OUT_COL, "Q",
            LoopDim.FILTER_ROW, "R",
            LoopDim.FILTER_COL, "S");

    private TaskKey() {}

    /** Empty for tasks without a choice that is worth measuring: all but contractions whose operands have addresses. */
    static Optional<String> of(Task task) {
        if (!(task.step() instanceof Contract step) || Epilogue.of(task).readsIndex()) {
            return Optional.empty();
        }
        Optional<List<Access>> others = Epilogue.of(task).others();
        Optional<Access> left = access(task, step.left(), step);
        Optional<Access> right = access(task, step.right(), step);
        Optional<Access> out = access(task, step.out().of(task.result()), step);
        if (others.isEmpty() || left.isEmpty() || right.isEmpty() || out.isEmpty()) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>();
        parts.add(loops(step.loops()));
        parts.add("left " + text(left.get(), task));
        parts.add("right " + text(right.get(), task));
        parts.add("out " + text(out.get(), task));
        task.epilogue().ifPresent(pointwise -> parts.add("then " + epilogue(task, pointwise)));
        others.get().forEach(each -> parts.add("with " + text(each, task)));
        parts.addAll(zeroPoints(task));
        parts.add((task.floats() ? "floats " : "integers ") + text(task.target()));
        return Optional.of(String.join("; ", parts));
    }

    /** Whether there are any, and not which, but for those of weights that stay in 8 bits. */
    private static List<String> zeroPoints(Task task) {
        List<String> parts = new ArrayList<>();
        task.zeroPoints().activations().ifPresent(_ -> parts.add("less a zero point"));
        task.zeroPoints()
                .weights()
                .ifPresent(of -> parts.add("weights less " + (of.areMiddle() ? "128" : "zero points")));
        return parts;
    }

    /** The loops that run more than once, as {@code M64 C3 P224 Q224 R3 S3}. */
    static String loops(Loops loops) {
        return loops.list().stream()
                .filter(loop -> loop.extent() > 1)
                .map(TaskKey::text)
                .collect(Collectors.joining(" "));
    }

    private static String text(Loop loop) {
        return name(loop.dim()) + loop.extent();
    }

    private static String name(LoopDim dim) {
        return LETTERS.getOrDefault(dim, dim.name().toLowerCase(Locale.ROOT) + ":");
    }

    private static Optional<Access> access(Task task, View view, Contract step) {
        return Access.of(view, task.layout(view.operand()), step.loops());
    }

    private static String text(Access access, Task task) {
        List<String> parts = new ArrayList<>();
        parts.add(task.type(access.operand()).toString());
        if (task.constant().test(access.operand())) {
            parts.add("weights");
        }
        new TreeMap<>(access.strides()).forEach((dim, stride) -> {
            if (stride != 0) {
                parts.add(name(dim) + "*" + stride);
            }
        });
        access.guards()
                .forEach(guard -> parts.add("0<=%s<%d"
                        .formatted(
                                guard.terms().stream()
                                        .map(term -> name(term.dim()) + "*" + term.coefficient())
                                        .collect(Collectors.joining("+", guard.offset() + "+", "")),
                                guard.extent())));
        return String.join(" ", parts);
    }

    /** The expression as it is printed, its operands by their place and the step's result as {@code made}. */
    private static String epilogue(Task task, Pointwise pointwise) {
        List<String> operands = new ArrayList<>();
        for (View view : pointwise.operands()) {
            operands.add(view.operand() == task.made() ? "made" : "x" + operands.size());
        }
        ScalarPrinter printer =
                new ScalarPrinter(Vector.ONE, Optional.empty(), operands, task.integers(pointwise), new Tables());
        String value = printer.print(pointwise.f());
        return printer.statements() + value;
    }

    private static String text(Target target) {
        String text = "%d lanes %d registers %d units %d B local"
                .formatted(target.lanes(), target.registers(), target.units(), target.localBytes());
        return target.isBlocked() ? text + " %d in a group".formatted(target.groupItems()) : text;
    }
}
