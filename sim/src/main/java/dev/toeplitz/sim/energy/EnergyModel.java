package dev.toeplitz.sim.energy;

import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.graph.work.VectorWork;
import dev.toeplitz.graph.work.Work;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.Precision;
import dev.toeplitz.hw.energy.EnergyTable;
import dev.toeplitz.sim.cost.Engine;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.cost.Stream;
import dev.toeplitz.sim.search.AccessEnergy;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.Operand;
import dev.toeplitz.terms.OperationKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Picojoules as the sum, over all actions that a cost counts, of their number times the energy of one (as Eyeriss, ISCA
 * 2016, and Accelergy, ICCAD 2019, do). A MAC is a multiplication and an addition to the partial sum, beside one access to
 * a register of each operand and two of the partial sum. Clock trees, leakage and control are left out, and with them
 * whatever idle time would cost: this is a lower bound of what a chip takes.
 */
public final class EnergyModel {
    public static final String MAC = "MAC";
    public static final String REGISTERS = "PE registers";
    public static final String VECTOR = "vector unit";
    public static final String ACCUMULATORS = "accumulators";
    public static final String DRAM = "DRAM";

    private static final int MACRO_PORT_BYTES = 8;

    private final Accelerator machine;
    private final Precision precision;
    private final EnergyTable table;
    private final double dramPerBit;

    private EnergyModel(Accelerator machine, EnergyTable table) {
        this.machine = machine;
        this.precision = machine.precision();
        this.table = table;
        this.dramPerBit = table.dramPerBit(machine.dram().standard());
    }

    public static NetworkEnergy of(NetworkCost cost, EnergyTable table) {
        EnergyModel model = new EnergyModel(cost.accelerator(), table);
        return new NetworkEnergy(table, cost.layers().stream().map(model::layer).toList());
    }

    /**
     * The table as a mapping search takes it, which counts bytes of ports and DRAM and not what they carry: a buffer's byte is
     * the mean of the three operands', and a byte of DRAM passes a buffer too. Accumulators' sums count as with the output.
     */
    public static AccessEnergy access(Accelerator machine, EnergyTable table) {
        EnergyModel model = new EnergyModel(machine, table);
        double buffer = Arrays.stream(Operand.values())
                .mapToDouble(operand -> Byte.SIZE * perBit(machine.buffer(operand), table))
                .average()
                .orElseThrow();
        double mac = table.multiplication(model.factor())
                + table.addition(machine.precision().accumulator())
                + model.registerBits() * table.registerPerBit();
        return new AccessEnergy(Byte.SIZE * model.dramPerBit + buffer, buffer, mac);
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

    private LayerEnergy layer(LayerCost cost) {
        Tally tally = new Tally();
        macs(tally, cost);
        vector(tally, cost);
        buffers(tally, cost);
        dram(tally, cost);
        return new LayerEnergy(cost.name(), tally.actions);
    }

    /** Actions in order; those that do not happen are left out. */
    private static final class Tally {
        private final List<EnergyAction> actions = new ArrayList<>();

        private void add(String level, String what, long count, double picojoulesEach) {
            if (count > 0) {
                actions.add(new EnergyAction(level, what, count, picojoulesEach));
            }
        }
    }

    private void macs(Tally tally, LayerCost cost) {
        if (cost.macs() == 0) {
            return;
        }
        DataType factor = factor();
        DataType sum = precision.accumulator();
        tally.add(MAC, words(factor) + " multiplication", cost.macs(), table.multiplication(factor));
        tally.add(MAC, words(sum) + " addition", cost.macs(), table.addition(sum));
        tally.add(REGISTERS, "bits of operands and sums", times(cost.macs(), registerBits()), table.registerPerBit());
    }

    /** The type that a multiplication is done in. */
    private DataType factor() {
        return wider(precision.input(), precision.weight());
    }

    /** Bits that a MAC reads from registers and writes to them. */
    private int registerBits() {
        return precision.input().bits()
                + precision.weight().bits()
                + 2 * precision.accumulator().bits();
    }

    private static DataType wider(DataType one, DataType other) {
        if (one.isFloat() != other.isFloat()) {
            return one.isFloat() ? one : other;
        }
        return one.bits() >= other.bits() ? one : other;
    }

    /** Element-wise work is done at the partial sums' precision; iterative operations multiply once a cycle. */
    private void vector(Tally tally, LayerCost cost) {
        DataType type = precision.accumulator();
        Map<OperationKind, Long> operations = new EnumMap<>(OperationKind.class);
        for (Work work : cost.layer().work()) {
            if (work instanceof VectorWork elements) {
                elements.operations().forEach((kind, count) -> operations.merge(kind, count, Math::addExact));
            }
        }
        operations.forEach((kind, count) -> {
            double each = switch (kind) {
                case ADD, COMPARE -> table.addition(type);
                case MULTIPLY -> table.multiplication(type);
                case DIVIDE, EXPONENTIAL ->
                    table.multiplication(type) * machine.vectorUnit().cycles(kind);
            };
            tally.add(VECTOR, words(type) + " " + words(kind), count, each);
        });
    }

    private void buffers(Tally tally, LayerCost cost) {
        access(
                tally,
                Operand.INPUT,
                "input read",
                bits(precision.input(), cost.buffers().inputReads()));
        access(
                tally,
                Operand.WEIGHT,
                "weight read",
                bits(precision.weight(), cost.buffers().weightReads()));
        sums(tally, cost);
        if (cost.engine() == Engine.VECTOR_UNIT || cost.engine() == Engine.DMA) {
            passing(tally, cost);
        }
        cost.dram().bytes().forEach((stream, bytes) -> crossing(tally, stream, times(bytes, Byte.SIZE)));
    }

    /** Partial sums are written once a fold and read again for all folds but the first; finished results leave once. */
    private void sums(Tally tally, LayerCost cost) {
        long written = cost.buffers().outputWrites();
        long finished = finished(cost);
        long sums = bits(precision.accumulator(), written);
        if (!machine.accumulators().present()) {
            access(tally, Operand.OUTPUT, "sum written", sums);
            access(tally, Operand.OUTPUT, "sum read", bits(precision.accumulator(), Math.max(0, written - finished)));
            return;
        }
        double each = sramPerBit(
                machine.accumulators().bytes() / (double) machine.peArray().cols(), table);
        tally.add(ACCUMULATORS, "sum written", sums, each);
        tally.add(ACCUMULATORS, "sum read", sums, each);
        access(tally, Operand.OUTPUT, "output written", bits(precision.output(), finished));
    }

    private static long finished(LayerCost cost) {
        long results = 0;
        for (Work work : cost.layer().work()) {
            results += work instanceof MatrixWork matrix ? times(matrix.groups(), times(matrix.m(), matrix.n())) : 0;
        }
        return results;
    }

    /** What the vector unit or the DMA engine takes from the buffers and puts back. */
    private void passing(Tally tally, LayerCost cost) {
        long in = cost.layer().reads().stream()
                .mapToLong(read -> read.value().type().elements())
                .sum();
        long out = cost.layer().outputs().stream()
                .mapToLong(value -> value.type().elements())
                .sum();
        access(tally, Operand.INPUT, "input read", bits(precision.input(), in));
        access(tally, Operand.OUTPUT, "output written", bits(precision.output(), out));
    }

    /** Whatever crosses the DRAM interface is written to a buffer or read from one. */
    private void crossing(Tally tally, Stream stream, long bits) {
        Operand operand = switch (stream) {
            case INPUT_READ, EPILOGUE_READ, IM2COL_READ, IM2COL_WRITE -> Operand.INPUT;
            case WEIGHT_READ -> Operand.WEIGHT;
            case PARTIAL_SUM_READ, PARTIAL_SUM_WRITE, OUTPUT_WRITE -> Operand.OUTPUT;
        };
        access(tally, operand, stream.isWrite() ? "read for DRAM" : "written from DRAM", bits);
    }

    private void dram(Tally tally, LayerCost cost) {
        tally.add(DRAM, "bits read", times(cost.dram().read(), Byte.SIZE), dramPerBit);
        tally.add(DRAM, "bits written", times(cost.dram().written(), Byte.SIZE), dramPerBit);
    }

    private void access(Tally tally, Operand operand, String what, long bits) {
        Buffer buffer = machine.buffer(operand);
        tally.add(buffer.name(), what, bits, perBit(buffer, table));
    }

    private static long bits(DataType type, long elements) {
        return times(elements, type.bits());
    }

    private static long times(long count, long factor) {
        return Math.multiplyExact(count, factor);
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase();
    }
}
