package dev.toeplitz.sim.energy;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.Precision;
import dev.toeplitz.hw.energy.EnergyTable;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.Operand;
import dev.toeplitz.terms.OperationKind;

/** Picojoules of one action on one machine. */
record Prices(Accelerator machine, EnergyTable table) {
    private static final int MACRO_PORT_BYTES = 8;

    /**
     * @throws dev.toeplitz.terms.InputException where the table has no figure for a type of its kind
     */
    double of(Price price) {
        DataType sums = machine.precision().accumulator();
        return switch (price) {
            case MULTIPLICATION -> table.multiplication(factor());
            case ADDITION -> table.addition(sums);
            case REGISTER -> table.registerPerBit();
            case VECTOR_ADD, VECTOR_COMPARE -> table.addition(sums);
            case VECTOR_MULTIPLY -> table.multiplication(sums);
            case VECTOR_DIVIDE ->
                table.multiplication(sums) * machine.vectorUnit().cycles(OperationKind.DIVIDE);
            case VECTOR_EXPONENTIAL ->
                table.multiplication(sums) * machine.vectorUnit().cycles(OperationKind.EXPONENTIAL);
            case ACCUMULATOR ->
                sramPerBit(
                        machine.accumulators().bytes()
                                / (double) machine.peArray().cols(),
                        table);
            case INPUT_BUFFER -> perBit(machine.buffer(Operand.INPUT), table);
            case WEIGHT_BUFFER -> perBit(machine.buffer(Operand.WEIGHT), table);
            case OUTPUT_BUFFER -> perBit(machine.buffer(Operand.OUTPUT), table);
            case DRAM -> table.dramPerBit(machine.dram().standard());
        };
    }

    /** The type that a multiplication is done in. */
    DataType factor() {
        Precision precision = machine.precision();
        return wider(precision.input(), precision.weight());
    }

    private static DataType wider(DataType one, DataType other) {
        if (one.isFloat() != other.isFloat()) {
            return one.isFloat() ? one : other;
        }
        return one.bits() >= other.bits() ? one : other;
    }

    /**
     * Picojoules of a bit from or to a buffer. A port of n bytes is n / 8 macros of 64 bits side by side, so an access
     * meets a macro of that share of the buffer; a port of unlimited width says nothing, and the buffer is then one macro.
     */
    static double perBit(Buffer buffer, EnergyTable table) {
        boolean known = buffer.bytesPerCycle() != Buffer.UNLIMITED;
        double macros = known ? Math.max(1, buffer.bytesPerCycle() / (double) MACRO_PORT_BYTES) : 1;
        return sramPerBit(buffer.bytes() / macros, table);
    }

    /** A memory never takes less than a register. */
    private static double sramPerBit(double bytes, EnergyTable table) {
        return Math.max(table.registerPerBit(), table.sramPerBit(bytes));
    }
}
