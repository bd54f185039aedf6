package dev.toeplitz.sim;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Accumulators;
import dev.toeplitz.hw.PeArray;
import dev.toeplitz.hw.VectorUnit;
import dev.toeplitz.sim.analytic.Mapper;
import dev.toeplitz.sim.analytic.Workload;
import dev.toeplitz.sim.cost.Change;
import dev.toeplitz.sim.cost.Counted;
import dev.toeplitz.sim.cost.Diagnosis;
import dev.toeplitz.sim.cost.Fidelity;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.Limit;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.search.MappingSearch;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a network again on machines of which one part is doubled, so that a report can say what a change would do and,
 * as often, that it would do nothing.
 */
public final class WhatIf {
    private final NetworkCost base;
    private final List<Variant> variants;

    private record Variant(String name, NetworkCost cost) {}

    private WhatIf(NetworkCost base, List<Variant> variants) {
        this.base = base;
        this.variants = variants;
    }

    /** With each contraction mapped for the fewest cycles on each machine. */
    public static WhatIf of(NetworkCost base) {
        return of(base, MappingSearch.forCycles());
    }

    /**
     * By the fidelity of {@code base}.
     *
     * @param mapper what mapped {@code base}
     */
    public static WhatIf of(NetworkCost base, Mapper mapper) {
        Accelerator machine = base.accelerator();
        PeArray array = machine.peArray();
        VectorUnit vector = machine.vectorUnit();
        List<Variant> variants = new ArrayList<>();
        Workload workload = Simulator.workload(base.graph(), machine, base.contents());
        Fidelity fidelity = base.fidelity();
        Mapper others = mapper.onOtherMachines();
        add(variants, workload, fidelity, others, "rows", machine.with(array.with(2 * array.rows(), array.cols())));
        add(variants, workload, fidelity, others, "columns", machine.with(array.with(array.rows(), 2 * array.cols())));
        add(
                variants,
                workload,
                fidelity,
                others,
                "DRAM bandwidth",
                machine.with(machine.dram().times(2)));
        add(variants, workload, fidelity, others, "buffers", twiceTheBuffers(machine));
        VectorUnit lanes = vector.withLanes(2 * vector.lanes());
        add(variants, workload, fidelity, others, "vector lanes", machine.with(lanes));
        return new WhatIf(base, variants);
    }

    private static void add(
            List<Variant> variants,
            Workload workload,
            Fidelity fidelity,
            Mapper mapper,
            String name,
            Accelerator machine) {
        variants.add(new Variant(name, Simulator.cost(workload, machine, fidelity, mapper)));
    }

    private static Accelerator twiceTheBuffers(Accelerator machine) {
        return machine.with(
                machine.buffers().stream()
                        .map(buffer -> buffer.withBytes(2 * buffer.bytes()))
                        .toList(),
                new Accumulators(2 * machine.accumulators().bytes()));
    }

    /** Why the whole network takes its time: the limit under which it spends most cycles. */
    public Diagnosis network() {
        Map<Limit, Long> cycles = new EnumMap<>(Limit.class);
        base.layers().forEach(layer -> cycles.merge(Limit.of(layer), layer.cycles(), Math::addExact));
        Map.Entry<Limit, Long> most =
                cycles.entrySet().stream().max(Map.Entry.comparingByValue()).orElse(Map.entry(Limit.NOTHING, 0L));
        String reason = "%.0f %% of all cycles are spent in layers bound by %s"
                .formatted(
                        100.0 * most.getValue() / Math.max(1, base.cycles()),
                        most.getKey().words());
        List<Change> changes = new ArrayList<>();
        for (Variant variant : variants) {
            changes.add(new Change(
                    variant.name(), ratio(base.cycles(), variant.cost().cycles())));
        }
        return new Diagnosis(most.getKey(), reason, changes);
    }

    /** Why one layer takes its time. */
    public Diagnosis layer(int index) {
        LayerCost layer = base.layers().get(index);
        List<Change> changes = new ArrayList<>();
        for (Variant variant : variants) {
            long cycles = variant.cost().layers().get(index).cycles();
            changes.add(new Change(variant.name(), ratio(layer.cycles(), cycles)));
        }
        return new Diagnosis(Limit.of(layer), reason(layer), changes);
    }

    private static double ratio(long before, long after) {
        return after == 0 ? 1 : before / (double) after;
    }

    private String reason(LayerCost layer) {
        return switch (Limit.of(layer)) {
            case ARRAY ->
                "%d %s %.0f %% of the PEs; fill, drain and idle PEs leave a utilization of %.1f %%"
                        .formatted(
                                layer.array().folds(),
                                layer.array().folds() == 1 ? "fold fills" : "folds fill",
                                100 * layer.array().mappingEfficiency(),
                                100 * layer.utilization(base.accelerator()));
            case INPUT_BANDWIDTH, WEIGHT_BANDWIDTH, OUTPUT_BANDWIDTH, IM2COL -> bandwidth(layer);
            case VECTOR_UNIT ->
                "%s on %s take %s"
                        .formatted(
                                Counted.of(layer.operations(), "operations"),
                                Counted.of(
                                        (long) layer.share().used()
                                                * base.accelerator()
                                                        .vectorUnit()
                                                        .lanes(),
                                        "lanes"),
                                Counted.of(layer.vectorCycles(), "cycles"));
            case BUFFER_PORT -> "the array asks for more bytes a cycle than a buffer's port carries";
            case BUFFER_BANKS -> "array, DMA and vector unit ask more of a buffer's banks than these serve";
            case LATENCY -> "the layer is over before its first and last transfers are paid for";
            case MOVEMENT ->
                "%,d bytes are moved and nothing is computed"
                        .formatted(layer.dram().total());
            case NOTHING -> "the same bytes under another shape";
        };
    }

    private String bandwidth(LayerCost layer) {
        double rate = base.accelerator().dramBytesPerCycle();
        return layer.dram().total() > rate * layer.busyCycles()
                ? "%,d bytes at %.1f bytes a cycle take longer than the %,d busy cycles"
                        .formatted(layer.dram().total(), rate, layer.busyCycles())
                : "the array stands still for %s while operands come that nothing hides"
                        .formatted(Counted.of(layer.stallCycles(), "cycles"));
    }

    /** The graph that was simulated. */
    public Graph graph() {
        return base.graph();
    }
}
