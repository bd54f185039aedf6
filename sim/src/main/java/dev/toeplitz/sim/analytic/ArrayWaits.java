package dev.toeplitz.sim.analytic;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Dma;
import dev.toeplitz.sim.cost.Cause;
import dev.toeplitz.sim.cost.Stream;
import dev.toeplitz.sim.cost.Traffic;
import dev.toeplitz.terms.Operand;
import java.util.EnumMap;
import java.util.Map;

/** Cycles in which the array stands still because an operand that may not pass while it works does ({@link Dma#waitedFor}). */
public final class ArrayWaits {
    private ArrayWaits() {}

    /** By the cause that a stall for the operand has. */
    public static Map<Cause, Long> of(Traffic dram, Accelerator accelerator) {
        Map<Cause, Long> waits = new EnumMap<>(Cause.class);
        accelerator.dma().waitedFor().forEach((operand, rate) -> {
            Cause cause = cause(operand);
            long bytes = 0;
            for (Stream stream : Stream.values()) {
                // The Toeplitz matrix is the input in another form.
                boolean lowering = operand == Operand.INPUT && stream.cause() == Cause.IM2COL;
                bytes += lowering || stream.cause() == cause ? dram.bytes(stream) : 0;
            }
            waits.put(cause, (long) Math.ceil(bytes * cyclesPerByte(rate, accelerator)));
        });
        return waits;
    }

    /** Cycles that each byte from or to DRAM is waited for at least, whatever it belongs to. */
    public static double leastPerByte(Accelerator accelerator) {
        double least = Double.POSITIVE_INFINITY;
        for (Operand operand : Operand.values()) {
            Long rate = accelerator.dma().waitedFor().get(operand);
            least = Math.min(least, rate == null ? 0 : cyclesPerByte(rate, accelerator));
        }
        return least;
    }

    private static double cyclesPerByte(long rate, Accelerator accelerator) {
        return 1.0 / (rate == Dma.FROM_DRAM ? accelerator.dramBytesPerCycle() : rate);
    }

    /** What a wait for an operand's bytes is called. */
    static Cause cause(Operand operand) {
        return switch (operand) {
            case INPUT -> Cause.INPUT_BANDWIDTH;
            case WEIGHT -> Cause.WEIGHT_BANDWIDTH;
            case OUTPUT -> Cause.OUTPUT_BANDWIDTH;
        };
    }
}
