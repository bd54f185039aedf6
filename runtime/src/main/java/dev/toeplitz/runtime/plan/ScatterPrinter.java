package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Axis.Term;
import dev.toeplitz.graph.step.Loops.Loop;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.kernels.Template;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.LoopDim;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A contraction in which several points add into one element of the result, turned round so that an element gathers what it
 * gets: along each axis of the result one loop is solved for, and all others run.
 */
final class ScatterPrinter {
    private final Contract step;
    private final List<LoopDim> solved = new ArrayList<>();
    private final List<String> declarations = new ArrayList<>();
    private final List<String> conditions = new ArrayList<>();

    private ScatterPrinter(Contract step) {
        this.step = step;
        for (int axis = 0; axis < step.out().axes().size(); axis++) {
            solve(axis);
        }
    }

    static Launch print(Task task, Contract step) {
        return new ScatterPrinter(step).print(task);
    }

    /** index = offset + Σ coefficient · loop, solved for the loop of the largest coefficient. */
    private void solve(int axis) {
        if (!(step.out().axes().get(axis) instanceof Axis.Affine(int offset, List<Term> terms))) {
            throw new InputException(
                    "a contraction that writes through a table", "an affine index", "gather afterwards");
        }
        String rest = IndexPrinter.name(LoopDim.axis(axis)) + " - (" + offset + ")";
        if (terms.isEmpty()) {
            conditions.add("(%s) == 0".formatted(rest));
            return;
        }
        Term largest =
                terms.stream().max(Comparator.comparingInt(Term::coefficient)).orElseThrow();
        String name = IndexPrinter.name(largest.dim());
        for (Term term : terms) {
            rest += term == largest ? "" : " - %s * %d".formatted(IndexPrinter.name(term.dim()), term.coefficient());
        }
        solved.add(largest.dim());
        declarations.add("const int rest%d = %s; const int %s = rest%d / %d; "
                .formatted(axis, rest, name, axis, largest.coefficient()));
        conditions.add("rest%1$d >= 0 && rest%1$d %% %2$d == 0 && %3$s < %4$d"
                .formatted(axis, largest.coefficient(), name, step.loops().extent(largest.dim())));
    }

    private Launch print(Task task) {
        List<Loop> running = step.loops().list().stream()
                .filter(loop -> !solved.contains(loop.dim()))
                .toList();
        Tables tables = new Tables();
        IndexPrinter index = new IndexPrinter(step.loops(), task.layouts(), tables);
        GeneralEpilogue epilogue = new GeneralEpilogue(task, tables);
        conditions.add(index.inside(step.left()));
        conditions.add(index.inside(step.right()));
        String source = Template.CONTRACT.filled(Map.ofEntries(
                Map.entry("kernel", Tables.KERNEL),
                Map.entry("held", Held.word(task.type(task.result()))),
                Map.entry("type", task.makesIntegers() ? "int" : "float"),
                Map.entry("sum", GeneralCandidate.sum(task, index.position(step.left()), index.position(step.right()))),
                Map.entry(
                        "arguments",
                        epilogue.parameters(
                                List.of(step.left().operand(), step.right().operand()))),
                Map.entry("decode", GeneralCandidate.neighbours(task)),
                Map.entry("loops", IndexPrinter.heads(running)),
                Map.entry("solve", String.join("", declarations)),
                Map.entry("inside", String.join(" && ", conditions)),
                Map.entry("epilogue", epilogue.statements(2)),
                Map.entry("value", epilogue.value()),
                Map.entry("result", index.position(task.written()))));
        return epilogue.launch(
                tables,
                source,
                List.of(step.left().operand(), step.right().operand()),
                step.result().elements());
    }
}
