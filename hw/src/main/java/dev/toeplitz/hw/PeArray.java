package dev.toeplitz.hw;

import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Require;

/**
 * A grid of processing elements, each with {@code macsPerPe} multiply-accumulate units. The most there can be, 2^24, is
 * 256 times TPU v1, so that cycles of any layer fit a long.
 *
 * @param dataflow which loops lie on {@code rows} and on {@code cols}
 * @param shadowRegisters whether the next fold's stationary operand is shifted in behind the running one, so that only
 *     the first fold waits for it (TPU v1 does; SCALE-Sim's model does not)
 */
public record PeArray(int rows, int cols, int macsPerPe, Dataflow dataflow, boolean shadowRegisters) {
    private static final long MOST_PES = 1L << 24;

    public PeArray {
        Require.positive("rows", rows);
        Require.positive("cols", cols);
        Require.positive("macs_per_pe", macsPerPe);
        if ((long) rows * cols > MOST_PES) {
            throw new InputException(
                    "rows × cols is %d × %d = %,d PEs".formatted(rows, cols, (long) rows * cols),
                    "at most %,d".formatted(MOST_PES),
                    "describe several accelerators");
        }
    }

    /** Multiply-accumulates that the whole array does in a cycle. */
    public long macsPerCycle() {
        return (long) rows * cols * macsPerPe;
    }

    /** The same grid with another dataflow. */
    public PeArray with(Dataflow other) {
        return new PeArray(rows, cols, macsPerPe, other, shadowRegisters);
    }

    /** The same array with another grid. */
    public PeArray with(int otherRows, int otherCols) {
        return new PeArray(otherRows, otherCols, macsPerPe, dataflow, shadowRegisters);
    }
}
