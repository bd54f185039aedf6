package dev.toeplitz.sim.fpga;

import dev.toeplitz.hw.fpga.FpgaCosts;
import dev.toeplitz.hw.fpga.FpgaDevice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Counts what an engine takes of a device. Arithmetic and memories follow from what one block holds; control, lanes and
 * adders from one set of costs. Routing, which may fail before any budget is spent, is not modelled.
 */
public final class FpgaModel {
    private final FpgaDevice device;
    private final FpgaCosts costs;

    private FpgaModel(FpgaDevice device, FpgaCosts costs) {
        this.device = device;
        this.costs = costs;
    }

    public static FpgaFit fit(Engine engine, FpgaDevice device, FpgaCosts costs) {
        FpgaModel model = new FpgaModel(device, costs);
        List<Component> components = new ArrayList<>();
        components.add(model.array(engine));
        components.add(model.accumulators(engine));
        components.add(model.lanes(engine));
        components.add(model.control());
        components.addAll(model.memories(engine, new Use(0, costs.controlBlockRams(), 0, 0)));
        components.removeIf(component -> component.use().equals(Use.NONE));
        components.replaceAll(component -> component.times(engine.cores()));
        return new FpgaFit(engine, device, components);
    }

    private Component array(Engine engine) {
        double each = device.dspKind().blocksPerMac(engine.type(), engine.packs());
        int pump = engine.doublePumps() ? 2 : 1;
        double blocks = Math.ceil(engine.macsPerCycle() * each / pump);
        double luts = (double) engine.macsPerCycle() * device.dspKind().lutsPerMac(engine.type());
        return new Component(
                "PE array",
                new Use(blocks, 0, 0, units(luts)),
                "%,d %s MACs a cycle at %s DSP blocks each%s"
                        .formatted(
                                engine.macsPerCycle(),
                                engine.type().name().toLowerCase(Locale.ROOT),
                                plain(each),
                                engine.doublePumps() ? ", clocked twice" : ""));
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? "%.0f".formatted(value) : String.valueOf(value);
    }

    private Component accumulators(Engine engine) {
        double bits = (double) engine.accumulators() * engine.accumulatorBits();
        Use use = engine.accumulatesInDsps()
                ? new Use(engine.accumulators(), 0, 0, 0)
                : new Use(0, 0, 0, units(bits * costs.lutsPerAdderBit()));
        return new Component(
                "adders of sums",
                use,
                "%,d of %d bits, in %s"
                        .formatted(
                                engine.accumulators(),
                                engine.accumulatorBits(),
                                engine.accumulatesInDsps() ? "DSP blocks" : "logic"));
    }

    private Component lanes(Engine engine) {
        return new Component(
                "vector unit",
                new Use(0, 0, 0, units(engine.lanes() * costs.lutsPerLane())),
                "%,d lanes of %s LUTs".formatted(engine.lanes(), plain(costs.lutsPerLane())));
    }

    private Component control() {
        return new Component(
                "control and DMA",
                new Use(costs.controlDsps(), costs.controlBlockRams(), 0, units(costs.controlLuts())),
                "the same for every design");
    }

    private double units(double sixInputLuts) {
        return Math.ceil(device.logicKind().units(sixInputLuts));
    }

    /** Large memories choose first between block RAM and UltraRAM: whichever would then be less full. */
    private List<Component> memories(Engine engine, Use taken) {
        List<Component> components = new ArrayList<>();
        Use sum = taken;
        List<Memory> largestFirst = engine.memories().stream()
                .sorted(Comparator.comparingLong(FpgaModel::bits).reversed())
                .toList();
        for (Memory memory : largestFirst) {
            Component component = memory(memory, sum);
            sum = sum.plus(component.use());
            components.add(component);
        }
        return components;
    }

    private static long bits(Memory memory) {
        return memory.banks() * memory.bits() * memory.depth();
    }

    private Component memory(Memory memory, Use taken) {
        String shape = "%,d × %,d words of %,d bits".formatted(memory.banks(), memory.depth(), memory.bits());
        if (memory.depth() <= costs.lutRamWords()) {
            double luts = (double) memory.banks() * memory.bits();
            return new Component(memory.name(), new Use(0, 0, 0, units(luts)), shape + ", in LUTs");
        }
        double blocks = memory.banks() * device.blockRamKind().blocks(memory.depth(), memory.bits());
        long ultra = memory.banks() * FpgaDevice.ultraRams(memory.depth(), memory.bits());
        double blockShare = (taken.blockRams() + blocks) / device.blockRams();
        double ultraShare = device.ultraRams() == 0
                ? Double.POSITIVE_INFINITY
                : (taken.ultraRams() + ultra) / (double) device.ultraRams();
        return ultraShare < blockShare
                ? new Component(memory.name(), new Use(0, 0, ultra, 0), shape + ", in UltraRAM")
                : new Component(memory.name(), new Use(0, blocks, 0, 0), shape);
    }
}
