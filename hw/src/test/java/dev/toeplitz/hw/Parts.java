package dev.toeplitz.hw;

import dev.toeplitz.terms.Operand;
import java.util.EnumSet;
import java.util.List;

/** A machine to vary in tests. */
final class Parts {
    static final PeArray ARRAY = new PeArray(16, 16, 1, Dataflow.WEIGHT_STATIONARY, false);
    static final Buffer ALL = buffer("all", EnumSet.allOf(Operand.class));

    private Parts() {}

    static Buffer buffer(String name, EnumSet<Operand> holds) {
        return new Buffer(name, holds, 1024, true, 16, false);
    }

    static Accelerator machine(String name, double megahertz, List<Buffer> buffers) {
        return new Accelerator(
                name,
                name,
                megahertz,
                Precision.INT8,
                ARRAY,
                buffers,
                new Accumulators(512),
                new Dram(10, 0.5, ""),
                Dma.FREE,
                new VectorUnit(16, 8, 16, true),
                Lowering.USUAL);
    }
}
