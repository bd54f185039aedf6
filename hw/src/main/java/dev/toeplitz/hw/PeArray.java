package dev.toeplitz.hw;

import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Require;

/**
 * A grid of processing elements, each with {@code macsPerPe} multiply-accumulate units.
 *
 * @param shadowRegisters whether the next fold's stationary operand is shifted in behind the running one, so that only
 *     the first fold waits for it (TPU v1 does; SCALE-Sim's model does not)
 */
public record PeArray(int rows, int cols, int macsPerPe, Dataflow dataflow, boolean shadowRegisters) {
    private static final long MOST_PES = 1L << 24;

    public PeArray {
        requireExtent("rows", rows);
        requireExtent("cols", cols);
        requireExtent("macs_per_pe", macsPerPe);
        if ((long) rows * cols > MOST_PES) {
            throw new InputException(
                    "rows × cols is %d × %d = %,d PEs".formatted(rows, cols, (long) rows * cols),
                    "at most %,d".formatted(MOST_PES),
                    "describe several accelerators");
        }
    }

    private static void requireExtent(String name, int value) {
        Require.that(value >= 1, "%s is %d".formatted(name, value), "at least 1", "leave it out for the default");
    }

    /** Multiply-accumulates that the whole array does in a cycle. */
    public long macsPerCycle() {
        return (long) rows * cols * macsPerPe;
    }

    public PeArray with(int otherRows, int otherCols) {
        return new PeArray(otherRows, otherCols, macsPerPe, dataflow, shadowRegisters);
    }
}
