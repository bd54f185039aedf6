package dev.toeplitz.sim.fpga;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.PeArray;
import dev.toeplitz.hw.Precision;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.Operand;
import dev.toeplitz.terms.Require;
import java.util.ArrayList;
import java.util.List;

/**
 * An engine as far as resources go.
 *
 * @param type of its products
 * @param packs whether products share a DSP block where the device can
 * @param doublePumps whether DSP blocks run at twice the engine's clock
 * @param accumulators adders that sum what leaves a chain of DSP blocks; {@code accumulatorBits} wide
 * @param accumulatesInDsps whether these are DSP blocks, or logic
 * @param lanes that finish results
 * @param cores engines of this kind side by side, with all that belongs to one
 */
public record Engine(
        String name,
        long macsPerCycle,
        DataType type,
        boolean packs,
        boolean doublePumps,
        long accumulators,
        int accumulatorBits,
        boolean accumulatesInDsps,
        long lanes,
        List<Memory> memories,
        int cores) {
    public Engine {
        Require.positive("macs_per_cycle", macsPerCycle);
        Require.atLeast("accumulators", accumulators, 0);
        Require.atLeast("lanes", lanes, 0);
        Require.positive("cores", cores);
        memories = List.copyOf(memories);
    }

    /** With one core. */
    public Engine(
            String name,
            long macsPerCycle,
            DataType type,
            boolean packs,
            boolean doublePumps,
            long accumulators,
            int accumulatorBits,
            boolean accumulatesInDsps,
            long lanes,
            List<Memory> memories) {
        this(
                name,
                macsPerCycle,
                type,
                packs,
                doublePumps,
                accumulators,
                accumulatorBits,
                accumulatesInDsps,
                lanes,
                memories,
                1);
    }

    /**
     * An accelerator's engine. What its description leaves open: products are packed and clocks doubled as asked for, sums
     * that leave a column are added in logic, and a buffer is one memory as wide as its port, or two where it is
     * double-buffered.
     *
     * @param packedChain packed products that one chain can sum
     */
    public static Engine of(Accelerator machine, boolean packs, boolean doublePumps, int packedChain) {
        Precision precision = machine.precision();
        DataType type = precision.input().bits() >= precision.weight().bits() ? precision.input() : precision.weight();
        List<Memory> memories = new ArrayList<>();
        machine.buffers().forEach(buffer -> memories.add(memory(machine, buffer)));
        if (machine.accumulators().present()) {
            long bits =
                    (long) machine.peArray().cols() * precision.accumulator().bits();
            memories.add(new Memory(
                    "accumulators",
                    1,
                    bits,
                    Math.ceilDiv(8 * machine.accumulators().bytes(), bits)));
        }
        return new Engine(
                machine.name(),
                machine.peArray().macsPerCycle(),
                type,
                packs,
                doublePumps,
                accumulators(machine.peArray(), type, packs ? packedChain : Integer.MAX_VALUE),
                precision.accumulator().bits(),
                false,
                machine.vectorUnit().lanes(),
                memories,
                machine.cores());
    }

    /**
     * A stationary output is summed by the DSP block that multiplies. Otherwise sums run down a column's blocks and one
     * adder puts them to those of earlier folds; packed products overflow sooner, and each chain of them needs its own.
     */
    private static long accumulators(PeArray array, DataType type, int chain) {
        if (array.dataflow().stationary() == Operand.OUTPUT) {
            return 0;
        }
        long chains = type.isFloat() || type.bits() > 8 ? 1 : Math.ceilDiv(array.rows(), chain);
        return array.cols() * chains;
    }

    private static Memory memory(Accelerator machine, Buffer buffer) {
        long bytesWide = Math.min(buffer.bytes(), width(machine, buffer));
        int banks = buffer.doubleBuffered() ? 2 : 1;
        return new Memory(
                buffer.name(), banks, 8 * bytesWide, Math.max(1, Math.ceilDiv(buffer.bytes(), banks * bytesWide)));
    }

    /** The port's bytes; where they are not limited, an element for each PE along the longer side. */
    private static long width(Accelerator machine, Buffer buffer) {
        if (buffer.bytesPerCycle() != Buffer.UNLIMITED) {
            return buffer.bytesPerCycle();
        }
        long elements = Math.max(machine.peArray().rows(), machine.peArray().cols());
        int bits = 1;
        for (Operand operand : buffer.holds()) {
            bits = Math.max(
                    bits,
                    switch (operand) {
                        case INPUT -> machine.precision().input().bits();
                        case WEIGHT -> machine.precision().weight().bits();
                        case OUTPUT -> machine.precision().accumulator().bits();
                    });
        }
        return Math.ceilDiv(elements * bits, 8);
    }
}
