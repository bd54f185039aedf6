package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.runtime.plan.Launch.Argument;
import dev.toeplitz.terms.LoopDim;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** An element-wise step in a general kernel, one element at a time: on the element {@code made} before, or the whole kernel. */
final class GeneralEpilogue {
    private final Task task;
    private final Optional<Pointwise> step;
    private final Tables tables;
    private final int made;
    private String value = "made";

    /** What the task has behind its step. */
    GeneralEpilogue(Task task, Tables tables) {
        this(task, task.epilogue(), task.made(), tables);
    }

    private GeneralEpilogue(Task task, Optional<Pointwise> step, int made, Tables tables) {
        this.task = task;
        this.step = step;
        this.made = made;
        this.tables = tables;
    }

    /** A kernel that is nothing else; it reads no element that was made before. */
    static GeneralEpilogue of(Pointwise step, Task task, Tables tables) {
        return new GeneralEpilogue(task, Optional.of(step), -1, tables);
    }

    private List<View> others() {
        return step.map(pointwise -> pointwise.operands().stream()
                        .filter(view -> view.operand() != made)
                        .toList())
                .orElse(List.of());
    }

    /** The parameters before the result: the kernel's own operands first. */
    String parameters(List<Integer> own) {
        List<Argument> arguments =
                new ArrayList<>(own.stream().map(Launch::plain).toList());
        others().forEach(view -> arguments.add(Launch.plain(view.operand())));
        arguments.add(Launch.plain(task.result()));
        return Launch.parameters(arguments, task);
    }

    /** Where along each axis of the result the element stands, by the loops that made it; those may have the axes' names. */
    String axes(View out) {
        if (step.isEmpty()) {
            return "";
        }
        StringBuilder indices = new StringBuilder();
        StringBuilder names = new StringBuilder();
        for (int axis = 0; axis < out.axes().size(); axis++) {
            Axis.Affine index = (Axis.Affine) out.axes().get(axis);
            indices.append("const int r%d = %s; ".formatted(axis, IndexPrinter.affine(index.offset(), index.terms())));
            names.append("const int %s = r%d; ".formatted(IndexPrinter.name(LoopDim.axis(axis)), axis));
        }
        return indices.append(names).toString();
    }

    String statements(int before) {
        if (step.isEmpty()) {
            return "";
        }
        IndexPrinter index = new IndexPrinter(Loops.over(task.step().result()), task.layouts(), tables);
        List<String> operands = new ArrayList<>();
        int next = before;
        for (View view : step.get().operands()) {
            operands.add(view.operand() == made ? "made" : "LOAD(in%d, %s)".formatted(next++, index.position(view)));
        }
        StringBuilder loads = new StringBuilder();
        for (int i = 0; i < operands.size(); i++) {
            boolean integer = task.isInteger(step.get().operands().get(i).operand());
            loads.append("const %s x%d = %s; ".formatted(integer ? "int" : "float", i, operands.get(i)));
        }
        ScalarPrinter printer = new ScalarPrinter(
                Vector.ONE, Optional.empty(), names(operands.size()), task.integers(step.get()), tables);
        Scalar f = step.get().f();
        value = printer.print(f);
        return loads + printer.statements();
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "x" + i).toList();
    }

    /** The result, once the statements have been asked for. */
    String value() {
        return value;
    }

    Launch launch(Tables filled, String source, List<Integer> own, long workItems) {
        List<Argument> arguments =
                new ArrayList<>(own.stream().map(Launch::plain).toList());
        others().forEach(view -> arguments.add(Launch.plain(view.operand())));
        arguments.add(Launch.plain(task.result()));
        return new Launch(filled.declarations() + source, arguments, workItems, false);
    }
}
