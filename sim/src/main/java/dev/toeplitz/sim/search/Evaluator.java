package dev.toeplitz.sim.search;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.Dma;
import dev.toeplitz.hw.Im2col;
import dev.toeplitz.hw.PeArray;
import dev.toeplitz.hw.Precision;
import dev.toeplitz.sim.analytic.AnalyticModel;
import dev.toeplitz.sim.analytic.MappingTask;
import dev.toeplitz.sim.analytic.Site;
import dev.toeplitz.sim.analytic.Workload;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.terms.Operand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The totals of a network on one accelerator after another, as a sweep needs them: every contraction has the best mapping of
 * its map space, found by a search or known from a machine before ({@link Remembered}). The figures are those of a whole
 * simulation. One evaluator serves one thread; map spaces can be shared.
 *
 * <p>All accelerators must group the network's nodes into layers as the workload has them.
 */
public final class Evaluator {
    private final Workload workload;
    private final Objective objective;
    private final AccessEnergy energy;
    private final MapSpaces spaces;
    private final Map<Kind, Shelf> shelves = new HashMap<>();
    private long searches;

    public Evaluator(Workload workload, Objective objective, AccessEnergy energy, MapSpaces spaces) {
        this.workload = workload;
        this.objective = objective;
        this.energy = energy;
        this.spaces = spaces;
    }

    /** What has to be the same for a mapping to be of use on another machine. */
    private record Kind(
            PeArray array, Precision precision, List<Port> ports, boolean accumulators, Dma dma, Im2col im2col) {
        static Kind of(Accelerator machine) {
            List<Port> ports = new ArrayList<>(machine.buffers().size());
            for (Buffer buffer : machine.buffers()) {
                ports.add(new Port(buffer.holds(), buffer.doubleBuffered(), buffer.bytesPerCycle()));
            }
            return new Kind(
                    machine.peArray(),
                    machine.precision(),
                    ports,
                    machine.accumulators().present(),
                    machine.dma(),
                    machine.im2col());
        }
    }

    private record Port(Set<Operand> holds, boolean doubled, long bytesPerCycle) {}

    /** Mappings known for machines of one kind. */
    private static final class Shelf {
        private final Map<MappingTask, List<Remembered>> known = new HashMap<>();
    }

    /**
     * The totals on one machine.
     *
     * @throws dev.toeplitz.terms.InputException where a contraction fits no buffer
     */
    public Estimate estimate(Accelerator accelerator) {
        Totals totals = new Totals(accelerator);
        AnalyticModel.visit(workload, accelerator, totals);
        return new Estimate(totals.cycles, totals.dramBytes, totals.picojoules, totals.mapped);
    }

    /** How often a mapping had to be searched for. */
    public long searches() {
        return searches;
    }

    private final class Totals implements AnalyticModel.Visitor {
        private final Machine machine;
        private final TileSearch search;
        private final Shelf shelf;
        private long cycles;
        private long dramBytes;
        private double picojoules;
        private long mapped;

        Totals(Accelerator accelerator) {
            machine = new Machine(accelerator);
            search = new TileSearch(machine, objective, energy);
            shelf = shelves.computeIfAbsent(Kind.of(accelerator), kind -> new Shelf());
        }

        @Override
        public void contraction(MappingTask task) {
            Remembered best = best(task);
            cycles = Math.addExact(cycles, best.cycles(machine, task));
            dramBytes = Math.addExact(dramBytes, best.dramBytes);
            picojoules += energy.picojoules(best.dramBytes, best.portBytes, task.macs());
            mapped++;
        }

        private Remembered best(MappingTask task) {
            List<Remembered> known = shelf.known.computeIfAbsent(anywhere(task), key -> new ArrayList<>());
            for (int i = 0; i < known.size(); i++) {
                Remembered each = known.get(i);
                if (each.isBestOn(machine, task)) {
                    // Neighbours in a sweep are alike: what served last is looked at first.
                    known.set(i, known.getFirst());
                    known.set(0, each);
                    return each;
                }
            }
            MapSpace space = spaces.of(task.geometry(), machine.accelerator.peArray());
            search.search(task, space);
            searches++;
            if (!search.found) {
                throw MappingSearch.nothingFits(task, space, machine.accelerator);
            }
            Remembered found = new Remembered(search, task, space, machine, objective);
            known.addFirst(found);
            return found;
        }

        @Override
        public void other(LayerCost cost) {
            cycles = Math.addExact(cycles, cost.cycles());
            dramBytes = Math.addExact(dramBytes, cost.dram().total());
            picojoules += energy.picojoules(cost.dram().total(), 0, 0);
        }
    }

    /** The task without what is left of the buffers, which {@link Remembered} looks at itself. */
    private static MappingTask anywhere(MappingTask task) {
        Site site = task.site();
        if (site.residentBytes() == 0) {
            return task;
        }
        return new MappingTask(
                task.geometry(),
                new Site(site.inputStays(), site.weightStays(), site.outputStays(), 0),
                task.vectorCycles(),
                task.exposedCycles(),
                task.otherBytes());
    }
}
