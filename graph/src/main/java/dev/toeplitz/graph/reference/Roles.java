package dev.toeplitz.graph.reference;

import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Loops.Loop;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.terms.LoopDim;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A contraction's loops by their part in a matrix product, each list in the order of the nest. Unlike {@link
 * dev.toeplitz.graph.work.MatrixWork} it takes any contraction: a loop that moves the result and at most the left operand
 * numbers rows, and one that does not move the result is summed over.
 */
record Roles(List<Loop> groups, List<Loop> rows, List<Loop> cols, List<Loop> depth) {
    static Roles of(Contract contract) {
        Predicate<LoopDim> left = contract.left()::movesWith;
        Predicate<LoopDim> right = contract.right()::movesWith;
        Predicate<LoopDim> out = contract.out()::movesWith;
        Loops loops = contract.loops();
        return new Roles(
                choose(loops, out.and(left).and(right)),
                choose(loops, out.and(right.negate())),
                choose(loops, out.and(right).and(left.negate())),
                choose(loops, out.negate()));
    }

    private static List<Loop> choose(Loops loops, Predicate<LoopDim> which) {
        return loops.list().stream().filter(loop -> which.test(loop.dim())).toList();
    }

    static List<Loop> join(List<Loop> outer, List<Loop> inner) {
        return Stream.concat(outer.stream(), inner.stream()).toList();
    }

    static int points(List<Loop> loops) {
        return loops.stream().mapToInt(Loop::extent).reduce(1, Math::multiplyExact);
    }

    /** Every loop that moves the result. */
    List<Loop> ofResult() {
        return join(groups, join(rows, cols));
    }
}
