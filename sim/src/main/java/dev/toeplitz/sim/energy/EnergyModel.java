package dev.toeplitz.sim.energy;

import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.graph.work.VectorWork;
import dev.toeplitz.graph.work.Work;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Precision;
import dev.toeplitz.hw.energy.EnergyTable;
import dev.toeplitz.sim.cost.ActionCounts;
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

    private final Accelerator machine;
    private final Precision precision;
    private final EnergyTable table;
    private final Prices prices;

    private EnergyModel(Accelerator machine, EnergyTable table) {
        this.machine = machine;
        this.precision = machine.precision();
        this.table = table;
        this.prices = new Prices(machine, table);
    }

    public static NetworkEnergy of(NetworkCost cost, EnergyTable table) {
        EnergyModel model = new EnergyModel(cost.accelerator(), table);
        return new NetworkEnergy(table, cost.layers().stream().map(model::layer).toList());
    }

    /** What {@link #of} sums for a layer, before it is priced. */
    static ActionCounts counts(LayerCost cost, Accelerator machine, EnergyTable table) {
        return new ActionCounts(new EnergyModel(machine, table)
                .tally(cost).stream()
                        .map(each -> new ActionCounts.Counted(each.price().ordinal(), each.count()))
                        .toList());
    }

    /**
     * The table as a mapping search takes it, which counts bytes of ports and DRAM and not what they carry: a buffer's byte is
     * the mean of the three operands', and a byte of DRAM passes a buffer too. Accumulators' sums count as with the output.
     */
    public static AccessEnergy access(Accelerator machine, EnergyTable table) {
        EnergyModel model = new EnergyModel(machine, table);
        double buffer = Arrays.stream(Operand.values())
                .mapToDouble(operand -> Byte.SIZE * Prices.perBit(machine.buffer(operand), table))
                .average()
                .orElseThrow();
        double mac = table.multiplication(model.prices.factor())
                + table.addition(machine.precision().accumulator())
                + model.registerBits() * table.registerPerBit();
        return new AccessEnergy(Byte.SIZE * model.prices.of(Price.DRAM) + buffer, buffer, mac);
    }

    private LayerEnergy layer(LayerCost cost) {
        return new LayerEnergy(
                cost.name(),
                tally(cost).stream()
                        .map(each -> new EnergyAction(
                                level(each.price()), each.what(), each.count(), prices.of(each.price())))
                        .toList());
    }

    private String level(Price price) {
        return switch (price) {
            case MULTIPLICATION, ADDITION -> MAC;
            case REGISTER -> REGISTERS;
            case VECTOR_ADD, VECTOR_COMPARE, VECTOR_MULTIPLY, VECTOR_DIVIDE, VECTOR_EXPONENTIAL -> VECTOR;
            case ACCUMULATOR -> ACCUMULATORS;
            case INPUT_BUFFER -> machine.buffer(Operand.INPUT).name();
            case WEIGHT_BUFFER -> machine.buffer(Operand.WEIGHT).name();
            case OUTPUT_BUFFER -> machine.buffer(Operand.OUTPUT).name();
            case DRAM -> DRAM;
        };
    }

    private List<Happened> tally(LayerCost cost) {
        Tally tally = new Tally();
        macs(tally, cost);
        vector(tally, cost);
        buffers(tally, cost);
        dram(tally, cost);
        return tally.actions;
    }

    private record Happened(Price price, String what, long count) {}

    /** Actions in order; those that do not happen are left out. */
    private static final class Tally {
        private final List<Happened> actions = new ArrayList<>();

        private void add(Price price, String what, long count) {
            if (count > 0) {
                actions.add(new Happened(price, what, count));
            }
        }
    }

    private void macs(Tally tally, LayerCost cost) {
        if (cost.macs() == 0) {
            return;
        }
        tally.add(Price.MULTIPLICATION, words(prices.factor()) + " multiplication", cost.macs());
        tally.add(Price.ADDITION, words(precision.accumulator()) + " addition", cost.macs());
        tally.add(Price.REGISTER, "bits of operands and sums", times(cost.macs(), registerBits()));
    }

    /** Bits that a MAC reads from registers and writes to them. */
    private int registerBits() {
        return precision.input().bits()
                + precision.weight().bits()
                + 2 * precision.accumulator().bits();
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
        operations.forEach(
                (kind, count) -> tally.add(Price.of(kind), words(type) + " " + words(kind), withHalo(cost, count)));
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
        cost.uncoded().bytes().forEach((stream, bytes) -> crossing(tally, stream, times(bytes, Byte.SIZE)));
    }

    /** Partial sums are written once a fold and read again for all folds but the first; finished results leave once. */
    private void sums(Tally tally, LayerCost cost) {
        long written = cost.buffers().outputWrites();
        long finished = withHalo(cost, finished(cost));
        long sums = bits(precision.accumulator(), written);
        if (!machine.accumulators().present()) {
            access(tally, Operand.OUTPUT, "sum written", sums);
            access(tally, Operand.OUTPUT, "sum read", bits(precision.accumulator(), Math.max(0, written - finished)));
            return;
        }
        tally.add(Price.ACCUMULATOR, "sum written", sums);
        tally.add(Price.ACCUMULATOR, "sum read", sums);
        access(tally, Operand.OUTPUT, "output written", bits(precision.output(), finished));
    }

    /** In a chain of layers that run as one, rows at the edges of strips are made again. */
    private static long withHalo(LayerCost cost, long count) {
        return cost.fused().map(share -> share.withHalo(count)).orElse(count);
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
        access(tally, Operand.INPUT, "input read", bits(precision.input(), withHalo(cost, in)));
        access(tally, Operand.OUTPUT, "output written", bits(precision.output(), withHalo(cost, out)));
    }

    /** Whatever crosses the DRAM interface is written to a buffer or read from one, as it is where no code is left. */
    private void crossing(Tally tally, Stream stream, long bits) {
        Operand operand = switch (stream) {
            case INPUT_READ, EPILOGUE_READ, IM2COL_READ, IM2COL_WRITE -> Operand.INPUT;
            case WEIGHT_READ -> Operand.WEIGHT;
            case PARTIAL_SUM_READ, PARTIAL_SUM_WRITE, OUTPUT_WRITE -> Operand.OUTPUT;
        };
        access(tally, operand, stream.isWrite() ? "read for DRAM" : "written from DRAM", bits);
    }

    private void dram(Tally tally, LayerCost cost) {
        tally.add(Price.DRAM, "bits read", times(cost.dram().read(), Byte.SIZE));
        tally.add(Price.DRAM, "bits written", times(cost.dram().written(), Byte.SIZE));
    }

    private static void access(Tally tally, Operand operand, String what, long bits) {
        Price price = switch (operand) {
            case INPUT -> Price.INPUT_BUFFER;
            case WEIGHT -> Price.WEIGHT_BUFFER;
            case OUTPUT -> Price.OUTPUT_BUFFER;
        };
        tally.add(price, what, bits);
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
