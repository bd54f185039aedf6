package dev.toeplitz.sim;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Accumulators;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.Dataflow;
import dev.toeplitz.hw.Dma;
import dev.toeplitz.hw.Dram;
import dev.toeplitz.hw.Lowering;
import dev.toeplitz.hw.PeArray;
import dev.toeplitz.hw.Precision;
import dev.toeplitz.hw.VectorUnit;
import dev.toeplitz.terms.Operand;
import java.util.EnumSet;
import java.util.List;

/** Accelerators for tests. */
public final class Machines {
    private Machines() {}

    /** An array with a buffer of {@code bytes} for each operand and nothing else that could get in its way. */
    public static Accelerator of(int rows, int cols, Dataflow dataflow, long bytes, double gigabytesPerSecond) {
        List<Buffer> buffers =
                List.of(buffer(Operand.INPUT, bytes), buffer(Operand.WEIGHT, bytes), buffer(Operand.OUTPUT, bytes));
        return new Accelerator(
                "test",
                "test",
                1000,
                Precision.INT8,
                new PeArray(rows, cols, 1, dataflow, false),
                buffers,
                Accumulators.NONE,
                new Dram(gigabytesPerSecond, 1, ""),
                Dma.FREE,
                new VectorUnit(1 << 20, 1, 1, true),
                Lowering.USUAL);
    }

    private static Buffer buffer(Operand operand, long bytes) {
        return new Buffer(operand.name(), EnumSet.of(operand), bytes, true, 1L << 40, false);
    }
}
