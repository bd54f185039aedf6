package dev.toeplitz.sim.search;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.Interconnect;
import dev.toeplitz.hw.PeArray;
import dev.toeplitz.sim.analytic.ArrayStage;
import dev.toeplitz.sim.analytic.ArrayWaits;
import dev.toeplitz.terms.Operand;

/** The figures of an accelerator that a search needs, as plain numbers. */
final class Machine {
    final Accelerator accelerator;
    final int inputBits;
    final int weightBits;
    final int outputBits;
    final int sumBits;
    /** Each operand's buffer by number. */
    final int inputBuffer;

    final int weightBuffer;
    final int outputBuffer;
    final Buffer[] buffers;
    final boolean[] doubled;
    final long[] port;
    final long accumulatorBytes;
    final double dramBytesPerCycle;
    final long setupCycles;
    /** Cycles that each DRAM byte is waited for at least. */
    final double waitPerByte;
    /** Whether some operand's loads begin anew with blocks of steps. */
    final boolean loadsAnew;
    /** Whether no port can ever limit. */
    final boolean unlimitedPorts;

    private final int macsPerPe;
    private final int rows;
    private final long fillAndDrain;
    private final boolean gapless;

    Machine(Accelerator accelerator) {
        this.accelerator = accelerator;
        inputBits = accelerator.precision().input().bits();
        weightBits = accelerator.precision().weight().bits();
        outputBits = accelerator.precision().output().bits();
        sumBits = accelerator.precision().accumulator().bits();
        buffers = accelerator.buffers().toArray(Buffer[]::new);
        inputBuffer = indexOf(Operand.INPUT);
        weightBuffer = indexOf(Operand.WEIGHT);
        outputBuffer = indexOf(Operand.OUTPUT);
        doubled = new boolean[buffers.length];
        port = new long[buffers.length];
        for (int i = 0; i < buffers.length; i++) {
            doubled[i] = buffers[i].doubleBuffered();
            port[i] = buffers[i].bytesPerCycle();
        }
        unlimitedPorts = java.util.Arrays.stream(port).allMatch(each -> each >= Buffer.UNLIMITED);
        accumulatorBytes = accelerator.accumulators().bytes();
        dramBytesPerCycle = accelerator.dramBytesPerCycle();
        setupCycles = accelerator.dma().setupCycles();
        waitPerByte = ArrayWaits.leastPerByte(accelerator);
        loadsAnew = !accelerator.dma().loads().isEmpty();
        PeArray array = accelerator.peArray();
        macsPerPe = array.macsPerPe();
        rows = array.rows();
        gapless = array.dataflow().interconnect() instanceof Interconnect.Systolic && array.shadowRegisters();
        fillAndDrain = switch (array.dataflow().interconnect()) {
            case Interconnect.Systolic _ -> ArrayStage.fillAndDrain(array);
            case Interconnect.Broadcast(int pipelineCycles) -> pipelineCycles;
        };
    }

    /** Cycles in which the array stands still for so many DRAM bytes, at least. */
    long waits(long bytes) {
        return (long) (bytes * waitPerByte);
    }

    private int indexOf(Operand operand) {
        for (int i = 0; i < buffers.length; i++) {
            if (buffers[i].holds().contains(operand)) {
                return i;
            }
        }
        throw new IllegalStateException("an accelerator holds every operand");
    }

    /** As {@link ArrayStage} has it. */
    long arrayCycles(long folds, long foldCycles) {
        long steps = macsPerPe == 1 ? foldCycles : Math.ceilDiv(foldCycles, (long) macsPerPe);
        return gapless
                ? Math.max(steps, (folds - 1) * rows + steps / folds) + fillAndDrain
                : steps + folds * fillAndDrain;
    }

    static long bytes(long elements, int bits) {
        return (elements * bits + 7) >> 3;
    }
}
