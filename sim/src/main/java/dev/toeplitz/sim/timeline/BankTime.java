package dev.toeplitz.sim.timeline;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Banks;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.sim.cost.Cause;
import dev.toeplitz.sim.cost.Engine;
import dev.toeplitz.terms.Operand;
import java.util.Arrays;

/**
 * What the banks of buffers have to do in each chunk, and how long a chunk waits for it. While the array works on a chunk,
 * its operands and results pass the banks, and so do the bytes that DMA engines bring and take meanwhile and what the vector unit
 * takes and puts. Words lie across the banks in turn and wait in queues, so that all banks have the same to do: the chunk
 * takes the longer of its own work and of all words over all ports. What comes while the array waits for it, takes nothing from the
 * array; nor does anything pass faster than the banks of its buffer. Allocates nothing after construction.
 */
final class BankTime {
    private static final Operand[] OPERANDS = Operand.values();

    private final Buffer[] buffers;
    /** Of each buffer; 0 where nobody waits for its banks. */
    private final double[] ticksPerByte;

    private final int[] holders = new int[OPERANDS.length];
    private final boolean anything;

    BankTime(Accelerator accelerator) {
        buffers = accelerator.buffers().toArray(Buffer[]::new);
        ticksPerByte = new double[buffers.length];
        for (int i = 0; i < buffers.length; i++) {
            ticksPerByte[i] = buffers[i].banks().map(BankTime::ticksPerByte).orElse(0.0);
            for (Operand operand : buffers[i].holds()) {
                holders[operand.ordinal()] = i;
            }
        }
        anything = Arrays.stream(ticksPerByte).anyMatch(each -> each > 0);
    }

    static double ticksPerByte(Banks banks) {
        return Timeline.TICKS_PER_CYCLE / (double) banks.bytesPerCycle();
    }

    /** What a chunk waits beside its own work, while so many bytes pass the banks in all. */
    static long waits(long workTicks, long bytes, double ticksPerByte) {
        return Math.max(0, Rates.ticks(ticksPerByte, bytes) - workTicks);
    }

    /** Fills {@link Walk#bankWait} of a part that is laid out. */
    void plan(Walk walk) {
        if (!anything) {
            return;
        }
        walk.input.leastTicksPerByte = of(Operand.INPUT);
        walk.weight.leastTicksPerByte = of(Operand.WEIGHT);
        walk.epilogue.leastTicksPerByte = of(Operand.OUTPUT);
        walk.partialSums.leastTicksPerByte = of(Operand.OUTPUT);
        walk.outputTicksPerByte = Math.max(walk.outputTicksPerByte, of(leavesFrom(walk)));
        long all = 0;
        for (int c = 0; c < walk.chunks; c++) {
            long most = 0;
            for (int i = 0; i < buffers.length; i++) {
                if (ticksPerByte[i] > 0) {
                    most = Math.max(most, waits(walk.workTicks(c), bytes(walk, i, c), ticksPerByte[i]));
                }
            }
            walk.bankWait[c] = most;
            all += most;
        }
        walk.waitTicks[Cause.BUFFER_BANKS.ordinal()] = all;
    }

    private double of(Operand operand) {
        return ticksPerByte[holders[operand.ordinal()]];
    }

    /** What is only moved leaves from where it came to. */
    private static Operand leavesFrom(Walk walk) {
        return walk.part.cost().engine() == Engine.DMA ? Operand.INPUT : Operand.OUTPUT;
    }

    /** All that passes a buffer's banks while a chunk runs. */
    private long bytes(Walk walk, int buffer, int c) {
        long bytes = 0;
        for (Operand operand : OPERANDS) {
            if (holders[operand.ordinal()] == buffer) {
                bytes += walk.passes(operand, c)
                        + filled(walk, operand, c)
                        + (operand == leavesFrom(walk) ? drained(walk, c) : 0);
            }
        }
        return bytes;
    }

    private static long filled(Walk walk, Operand operand, int c) {
        return switch (operand) {
            case INPUT -> walk.input.ahead(c);
            case WEIGHT -> walk.weight.ahead(c);
            case OUTPUT -> walk.epilogue.meanwhile(c) + walk.partialSums.ahead(c);
        };
    }

    /** The results of the chunk before leave meanwhile. */
    private static long drained(Walk walk, int c) {
        return c == 0 ? 0 : walk.stored[c - 1] - (c == 1 ? 0 : walk.stored[c - 2]);
    }
}
