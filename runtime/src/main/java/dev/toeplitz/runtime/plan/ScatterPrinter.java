package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Axis.Term;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Loops.Loop;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.kernels.Template;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.LoopDim;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

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

    static Launch print(Contract step, int result) {
        return new ScatterPrinter(step).print(result);
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

    private Launch print(int result) {
        List<Loop> running = step.loops().list().stream()
                .filter(loop -> !solved.contains(loop.dim()))
                .toList();
        IndexPrinter index = new IndexPrinter(step.loops());
        conditions.add(index.inside(step.left()));
        conditions.add(index.inside(step.right()));
        String source = Template.CONTRACT.filled(Map.of(
                "decode", IndexPrinter.decode(Loops.over(step.result()).list()),
                "loops", IndexPrinter.heads(running),
                "solve", String.join("", declarations),
                "inside", conditions.stream().collect(Collectors.joining(" && ")),
                "left", index.position(step.left()),
                "right", index.position(step.right()),
                "result", "id"));
        List<Integer> values = List.of(step.left().operand(), step.right().operand(), result);
        return StepPrinter.launch(
                "contract", index, source, values, step.result().elements());
    }
}
