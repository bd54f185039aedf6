package dev.toeplitz.sim.search;

import dev.toeplitz.graph.work.Layer;
import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.graph.work.Work;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Precision;
import dev.toeplitz.hw.VectorUnit;
import dev.toeplitz.sim.analytic.AnalyticModel;
import dev.toeplitz.sim.analytic.MappingTask;
import dev.toeplitz.sim.analytic.Site;
import dev.toeplitz.sim.analytic.Workload;
import dev.toeplitz.sim.cost.ActionCounts;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.search.Shelf.Cell;
import dev.toeplitz.terms.Operand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a network asks of all machines that have the same word sizes and vector unit and keep the same activations: the
 * contractions that differ, and for each layer which of them it is.
 */
final class Agenda {
    /** So that memory does not grow with designs. */
    private static final int MOST_RATES = 1 << 12;

    final List<Ask> asks = new ArrayList<>();
    /** For each layer the number of its ask, or −1 − the number of the layer among those without a contraction. */
    final int[] rows;

    final List<ActionCounts> others = new ArrayList<>();
    final List<Long> otherBytes = new ArrayList<>();
    private final Workload workload;
    private final Map<Rates, long[]> otherCycles = new ConcurrentHashMap<>();

    /** Everything that an agenda depends on beside the network. */
    record Key(Precision precision, VectorUnit vectorUnit, long keptBytes) {
        static Key of(Accelerator machine) {
            var input = machine.buffer(Operand.INPUT);
            return new Key(machine.precision(), machine.vectorUnit(), input.keepsActivations() ? input.bytes() : -1);
        }
    }

    /** Everything that the time of a layer without a contraction depends on beside an agenda's key. */
    private record Rates(double dramBytesPerCycle, long inputPort) {}

    /**
     * A layer with contractions.
     *
     * @param tasks one or, in recurrent layers, several
     * @param shelf the same number for asks that the same mappings serve
     */
    record Ask(Layer layer, List<MappingTask> tasks, int shelf) {}

    private record Same(List<Work> work, List<MappingTask> tasks) {}

    /**
     * @param numbers of shelves, by what the mappings on them depend on
     */
    Agenda(Workload workload, Accelerator machine, Metering metering, Map<Object, Integer> numbers) {
        this.workload = workload;
        Map<Same, Integer> known = new HashMap<>();
        List<Integer> found = new ArrayList<>();
        AnalyticModel.visit(workload, machine, new AnalyticModel.Visitor() {
            private final List<MappingTask> tasks = new ArrayList<>();
            private Layer layer;

            @Override
            public void contraction(Layer each, MappingTask task, boolean first) {
                if (first) {
                    layer = each;
                    tasks.clear();
                }
                tasks.add(task);
                if (tasks.size() == contractions(each)) {
                    found.add(known.computeIfAbsent(
                            new Same(layer.work(), List.copyOf(tasks)), same -> ask(same, numbers)));
                }
            }

            private int ask(Same same, Map<Object, Integer> numbers) {
                Same anywhere = new Same(
                        same.work(), same.tasks().stream().map(Agenda::anywhere).toList());
                asks.add(new Ask(layer, same.tasks(), numbers.computeIfAbsent(anywhere, key -> numbers.size())));
                return asks.size() - 1;
            }

            @Override
            public void other(LayerCost cost) {
                found.add(-1 - others.size());
                others.add(metering.counts(cost, machine));
                otherBytes.add(cost.dram().total());
            }
        });
        rows = found.stream().mapToInt(Integer::intValue).toArray();
    }

    /** A cell for each contraction of each ask. */
    Cell[][] cells() {
        Cell[][] cells = new Cell[asks.size()][];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = new Cell[asks.get(i).tasks().size()];
            Arrays.setAll(cells[i], number -> new Cell());
        }
        return cells;
    }

    private static int contractions(Layer layer) {
        return (int) layer.work().stream().filter(MatrixWork.class::isInstance).count();
    }

    /** The task without what is left of the buffers, which {@link Remembered} looks at itself. */
    private static MappingTask anywhere(MappingTask task) {
        Site site = task.site();
        return new MappingTask(
                task.geometry(),
                new Site(site.inputStays(), site.weightStays(), site.outputStays(), 0),
                task.vectorCycles(),
                task.exposedCycles(),
                task.otherBytes());
    }

    /** Cycles of each layer without a contraction. */
    long[] otherCycles(Accelerator machine) {
        Rates rates = new Rates(
                machine.dramBytesPerCycle(), machine.buffer(Operand.INPUT).bytesPerCycle());
        long[] cycles = otherCycles.get(rates);
        if (cycles == null) {
            List<Long> found = new ArrayList<>();
            AnalyticModel.visit(workload, machine, new AnalyticModel.Visitor() {
                @Override
                public void contraction(Layer layer, MappingTask task, boolean first) {}

                @Override
                public void other(LayerCost cost) {
                    found.add(cost.cycles());
                }
            });
            cycles = found.stream().mapToLong(Long::longValue).toArray();
            if (otherCycles.size() >= MOST_RATES) {
                otherCycles.clear();
            }
            otherCycles.put(rates, cycles);
        }
        return cycles;
    }
}
