package dev.toeplitz.sim.search;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.sim.analytic.Ends;
import dev.toeplitz.sim.analytic.MappingTask;
import dev.toeplitz.sim.analytic.Workload;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.search.Agenda.Ask;
import dev.toeplitz.terms.InputException;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The totals of a network on one accelerator after another, as a sweep needs them: every contraction has the best mapping of
 * its map space, found by a search or known from a machine before ({@link Remembered}). Cycles, bytes and energy are the
 * very ones of a whole simulation, in whichever order machines come. Many threads may ask at once, and know together.
 *
 * <p>All accelerators must group the network's nodes into layers as the workload has them, and have no {@code dma.loads}.
 */
public final class Evaluator {
    private static final int MOST_AGENDAS = 1 << 10;

    private final Workload workload;
    private final Metering metering;
    private final Memory memory;
    private final Map<Agenda.Key, Agenda> agendas = new ConcurrentHashMap<>();
    private final Map<Object, Integer> shelfNumbers = new HashMap<>();

    /**
     * @param energy what an objective other than cycles is about
     * @param metering what the totals' energy is summed by
     */
    public Evaluator(Workload workload, Objective objective, AccessEnergy energy, Metering metering, MapSpaces spaces) {
        this.workload = workload;
        this.metering = metering;
        this.memory = new Memory(objective, energy, metering, spaces);
    }

    /**
     * The totals on one machine.
     *
     * @throws InputException where a contraction fits no buffer
     */
    public Estimate estimate(Accelerator accelerator) {
        Course course = new Course(accelerator);
        long cycles = 0;
        long bytes = 0;
        DoubleSummaryStatistics picojoules = new DoubleSummaryStatistics();
        for (int row : course.agenda.rows) {
            cycles = Math.addExact(cycles, course.cycles(row));
            bytes = Math.addExact(bytes, course.bytes(row));
            picojoules.accept(course.picojoules(row));
        }
        return new Estimate(cycles, bytes, picojoules.getSum(), course.mapped);
    }

    /** The same, layer by layer, in the workload's order. */
    public List<Estimate> layers(Accelerator accelerator) {
        Course course = new Course(accelerator);
        List<Estimate> layers = new ArrayList<>(course.agenda.rows.length);
        for (int row : course.agenda.rows) {
            layers.add(new Estimate(course.cycles(row), course.bytes(row), course.picojoules(row), row < 0 ? 0 : 1));
        }
        return layers;
    }

    /** How often a mapping had to be searched for. */
    public long searches() {
        return memory.searches();
    }

    private Agenda agenda(Accelerator accelerator) {
        Agenda.Key key = Agenda.Key.of(accelerator);
        Agenda found = agendas.get(key);
        if (found == null) {
            synchronized (agendas) {
                found = new Agenda(workload, accelerator, metering, shelfNumbers);
            }
            Memory.bound(agendas, MOST_AGENDAS);
            agendas.put(key, found);
        }
        return found;
    }

    /** Each different layer of one machine, worked out once. */
    private final class Course {
        private final Machine machine;
        private final Agenda agenda;
        private final Memory.Rack rack;
        private final double[] prices;
        private final long[] otherCycles;
        private final double[] otherPicojoules;
        private final long[] cycles;
        private final long[] bytes;
        private final double[] picojoules;
        private long mapped;

        Course(Accelerator accelerator) {
            machine = new Machine(accelerator);
            if (machine.loadsAnew) {
                // Whether an operand stays in its buffer decides how often it is loaded; and more bytes may be a
                // shorter wait.
                throw new IllegalArgumentException(
                        ("%s has dma.loads; expected none, for with these the best mapping at one bandwidth says"
                                        + " nothing of others; simulate the machine whole")
                                .formatted(accelerator.name()));
            }
            agenda = agenda(accelerator);
            rack = memory.rack(machine, agenda);
            prices = metering.prices(accelerator);
            otherCycles = agenda.otherCycles(accelerator);
            otherPicojoules = new double[agenda.others.size()];
            for (int i = 0; i < otherPicojoules.length; i++) {
                otherPicojoules[i] = agenda.others.get(i).picojoules(prices);
            }
            int count = agenda.asks.size();
            cycles = new long[count];
            bytes = new long[count];
            picojoules = new double[count];
            for (int i = 0; i < count; i++) {
                ask(i, agenda.asks.get(i));
            }
            for (int row : agenda.rows) {
                mapped += row < 0 ? 0 : agenda.asks.get(row).tasks().size();
            }
        }

        long cycles(int row) {
            return row < 0 ? otherCycles[-1 - row] : cycles[row];
        }

        long bytes(int row) {
            return row < 0 ? agenda.otherBytes.get(-1 - row) : bytes[row];
        }

        double picojoules(int row) {
            return row < 0 ? otherPicojoules[-1 - row] : picojoules[row];
        }

        private void ask(int place, Ask ask) {
            LayerCost all = null;
            for (int i = 0; i < ask.tasks().size(); i++) {
                MappingTask task = ask.tasks().get(i);
                long ends = task.exposedCycles()
                        + Ends.firstCycles(task.geometry(), machine.accelerator, task.site())
                        + Ends.lastCycles(task.geometry(), machine.accelerator, task.site());
                Remembered best = rack.best(place, i, ends);
                cycles[place] = Math.addExact(cycles[place], best.cycles(machine, ask, i, ends));
                bytes[place] = Math.addExact(bytes[place], best.mapping.bytes());
                if (best.counts != null) {
                    picojoules[place] = best.counts.picojoules(prices);
                } else {
                    all = all == null ? best.cost : all.plus(best.cost);
                }
            }
            if (all != null) {
                picojoules[place] = metering.counts(all, machine.accelerator).picojoules(prices);
            }
        }
    }
}
