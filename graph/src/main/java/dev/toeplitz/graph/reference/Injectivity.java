package dev.toeplitz.graph.reference;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Loops.Loop;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.terms.LoopDim;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether a view takes no two points of a nest to the same element, so that they may be written in any order. */
final class Injectivity {
    private Injectivity() {}

    /** Sufficient, and for every view that operators make also necessary: each loop is told apart along one axis. */
    static boolean holds(View view, List<Loop> loops) {
        Set<LoopDim> told = new HashSet<>();
        view.axes().stream().filter(axis -> tellsApart(axis, loops)).forEach(axis -> told.addAll(dims(axis)));
        return loops.stream().allMatch(loop -> loop.extent() <= 1 || told.contains(loop.dim()));
    }

    private static List<LoopDim> dims(Axis axis) {
        return switch (axis) {
            case Axis.Affine(int _, List<Axis.Term> terms) ->
                terms.stream()
                        .filter(term -> term.coefficient() != 0)
                        .map(Axis.Term::dim)
                        .toList();
            case Axis.Lookup(LoopDim dim, List<Integer> _) -> List.of(dim);
        };
    }

    private static boolean tellsApart(Axis axis, List<Loop> loops) {
        return switch (axis) {
            case Axis.Affine(int _, List<Axis.Term> terms) -> isMixedRadix(terms, loops);
            case Axis.Lookup(LoopDim _, List<Integer> indices) -> new HashSet<>(indices).size() == indices.size();
        };
    }

    /** Each coefficient is larger than all that the smaller ones can add up to. */
    private static boolean isMixedRadix(List<Axis.Term> terms, List<Loop> loops) {
        long reach = 0;
        List<Axis.Term> ascending = terms.stream()
                .sorted(Comparator.comparingInt(term -> Math.abs(term.coefficient())))
                .toList();
        for (Axis.Term term : ascending) {
            long step = Math.abs((long) term.coefficient());
            long extent = loops.stream()
                    .filter(loop -> loop.dim() == term.dim())
                    .mapToLong(Loop::extent)
                    .findFirst()
                    .orElse(1);
            if (extent > 1 && step > 0 && step <= reach) {
                return false;
            }
            reach += step * Math.max(0, extent - 1);
        }
        return true;
    }
}
