package dev.toeplitz.graph.work;

import dev.toeplitz.graph.step.Step.Copy;
import dev.toeplitz.graph.step.Step.Move;

/**
 * Elements carried from place to place without arithmetic. Where a move keeps every element in its order ({@code
 * renames}: reshape, flatten), no byte has to move at all.
 */
public record MoveWork(long elementsRead, long elementsWritten, boolean renames) implements Work {
    static MoveWork of(Move move) {
        long read =
                move.copies().stream().mapToLong(copy -> copy.loops().points()).reduce(0, Math::addExact);
        boolean renames = move.copies().size() == 1 && renames(move.copies().getFirst(), move);
        return new MoveWork(read, move.result().elements(), renames);
    }

    MoveWork times(int times) {
        return new MoveWork(
                Math.multiplyExact(elementsRead, times), Math.multiplyExact(elementsWritten, times), renames);
    }

    private static boolean renames(Copy copy, Move move) {
        return copy.from().isAlignedWith(move.result())
                && copy.to().isAlignedWith(move.result())
                && copy.loops().points() == move.result().elements();
    }
}
