package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Loops.Loop;
import dev.toeplitz.runtime.plan.Access.Guard;
import java.util.ArrayList;
import java.util.List;

/** Nested loops as OpenCL C, each left early where all that a guard needs to know is known and says outside. */
final class GuardedLoops {
    private GuardedLoops() {}

    /**
     * The heads, each with an opening brace; what guards still ask stands after the last, as a condition of the body.
     *
     * @param all every loop that guards refer to
     */
    static String heads(List<Loop> nest, List<Guard> guards, Loops all) {
        List<Guard> left = new ArrayList<>(guards);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < nest.size(); i++) {
            List<Loop> later = nest.subList(i + 1, nest.size());
            List<Guard> known = left.stream()
                    .filter(guard -> later.stream().noneMatch(loop -> guard.movesWith(loop.dim())))
                    .toList();
            left.removeAll(known);
            text.append(IndexPrinter.head(nest.get(i))).append("{ ");
            if (!known.isEmpty()) {
                text.append("if (!(%s)) { continue; } ".formatted(Access.condition(known, all)));
            }
        }
        if (!left.isEmpty()) {
            text.append("if (%s) ".formatted(Access.condition(left, all)));
        }
        return text.toString();
    }

    /** The braces that close what {@link #heads} opened. */
    static String ends(List<Loop> nest) {
        return "}".repeat(nest.size());
    }
}
