package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Loops.Loop;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.terms.LoopDim;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A contraction as products of two matrices, one a group: which loops are rows of the result, which its columns, and which are
 * summed over. Neighbours in a row of the result are neighbours in memory, where some loop's are.
 *
 * @param groups loops that move both operands and the result
 * @param left the operand that the rows move
 * @param right the one that the columns move
 * @param depth the reduction's loops, the one whose neighbours are the closest innermost
 * @param out the result
 * @param others what the epilogue reads
 * @param loops all of them
 */
record BlockNest(
        List<Loop> groups, Side left, Side right, List<Loop> depth, Access out, List<Access> others, Loops loops)
        implements Found {
    BlockNest {
        groups = List.copyOf(groups);
        depth = List.copyOf(depth);
        others = List.copyOf(others);
    }

    /**
     * One operand.
     *
     * @param across the loops that move it and the result, and not the other operand
     * @param constant whether it is a weight
     */
    record Side(Access access, List<Loop> across, boolean constant) {
        Side {
            across = List.copyOf(across);
        }

        long points() {
            return GeneralCandidate.points(across);
        }
    }

    /** Where a task is no such contraction. */
    record Refused(String why) implements Found {}

    static Found of(Task task) {
        if (!(task.step() instanceof Contract step)) {
            return new Refused("the step is no contraction");
        }
        if (!task.target().isBlocked()) {
            return new Refused("the device is no GPU");
        }
        Optional<String> refusal = task.options().refusalOfTiles();
        if (refusal.isPresent()) {
            return new Refused(refusal.get());
        }
        if (Epilogue.of(task).readsIndex()) {
            return new Refused("the epilogue asks for an index");
        }
        if (meetsIntegers(task, step)) {
            return new Refused("an operand or the result is held as integers");
        }
        Optional<Access> left = Access.of(step.left(), task.layout(step.left().operand()), step.loops());
        Optional<Access> right =
                Access.of(step.right(), task.layout(step.right().operand()), step.loops());
        Optional<Access> out = Access.of(step.out().of(task.result()), task.layout(task.result()), step.loops());
        Optional<List<Access>> others = Epilogue.of(task).others();
        if (left.isEmpty() || right.isEmpty() || out.isEmpty() || others.isEmpty()) {
            return new Refused("an operand is read by a table or across its layout");
        }
        if (!out.get().guards().isEmpty() || !TileCandidate.writesOnce(step)) {
            return new Refused("several points add into one element");
        }
        List<Access> through = others.get().stream()
                .map(other -> Nest.through(other, step.out(), step.loops()))
                .toList();
        return sorted(task, step, left.get(), right.get(), out.get(), through);
    }

    private static boolean meetsIntegers(Task task, Contract step) {
        return Stream.concat(Stream.of(step.left(), step.right(), task.written()), task.others().stream())
                .anyMatch(view -> task.isInteger(view.operand()));
    }

    private static Found sorted(Task task, Contract step, Access left, Access right, Access out, List<Access> others) {
        List<Loop> rows = new ArrayList<>();
        List<Loop> cols = new ArrayList<>();
        List<Loop> groups = new ArrayList<>();
        List<Loop> depth = new ArrayList<>();
        for (Loop loop : step.loops().list()) {
            boolean byLeft = left.movesWith(loop.dim());
            boolean byRight = right.movesWith(loop.dim());
            boolean byOut = out.movesWith(loop.dim());
            if (loop.extent() > 1) {
                (byOut ? (byLeft == byRight ? groups : byLeft ? rows : cols) : depth).add(loop);
            }
        }
        List.of(rows, cols, groups).forEach(loops -> loops.sort(farthestFirst(out)));
        Side first = new Side(left, rows, task.constant().test(left.operand()));
        Side second = new Side(right, cols, task.constant().test(right.operand()));
        boolean turned = nearest(rows, out) < nearest(cols, out);
        // A weight is put into the order in which it is read; so the other operand decides what that is.
        depth.sort(farthestFirst(second.constant() || !first.constant() ? left : right));
        return new BlockNest(
                groups, turned ? second : first, turned ? first : second, depth, out, others, step.loops());
    }

    static Comparator<Loop> farthestFirst(Access access) {
        return Comparator.comparingLong((Loop loop) -> -Math.abs(access.stride(loop.dim())));
    }

    /** How far apart neighbours along the innermost loop lie in the result. */
    private static long nearest(List<Loop> loops, Access out) {
        return loops.isEmpty()
                ? Long.MAX_VALUE
                : Math.abs(out.stride(loops.getLast().dim()));
    }

    long reduction() {
        return GeneralCandidate.points(depth);
    }

    BlockShape.Product product() {
        return new BlockShape.Product(GeneralCandidate.points(groups), left.points(), right.points(), reduction());
    }

    List<LoopDim> depthDims() {
        return depth.stream().map(Loop::dim).toList();
    }
}
