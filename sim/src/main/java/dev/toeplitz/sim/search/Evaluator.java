package dev.toeplitz.sim.search;

import dev.toeplitz.graph.Node;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Accumulators;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.sim.analytic.MappingTask;
import dev.toeplitz.sim.analytic.Workload;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.search.Agenda.Ask;
import dev.toeplitz.terms.InputException;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The totals of a network on one accelerator after another, as a sweep needs them: every contraction has the best mapping of
 * its map space, found by a search or known from a machine before ({@link Remembered}). Cycles, bytes and energy are the
 * very ones of a whole simulation, in whichever order machines come. Many threads may ask at once, and know together.
 *
 * <p>All accelerators must group the network's nodes into layers as the workload has them.
 */
public final class Evaluator {
    /** So that memory does not grow with designs: what is forgotten is searched again. */
    private static final int MOST_KINDS = 128;

    private static final int MOST_AGENDAS = 1 << 10;

    private final Workload workload;
    private final Objective objective;
    private final AccessEnergy energy;
    private final Metering metering;
    private final MapSpaces spaces;
    private final Map<Kind, Map<Integer, Shelf[]>> kinds = new ConcurrentHashMap<>();
    private final Map<Agenda.Key, Agenda> agendas = new ConcurrentHashMap<>();
    private final Map<Object, Integer> shelfNumbers = new ConcurrentHashMap<>();
    /** The largest buffers that were met, the accumulators last; a search with them serves the most machines. */
    private volatile long[] largest = {};

    private final LongAdder searches = new LongAdder();

    /**
     * @param energy what an objective other than cycles is about
     * @param metering what the totals' energy is summed by
     */
    public Evaluator(Workload workload, Objective objective, AccessEnergy energy, Metering metering, MapSpaces spaces) {
        this.workload = workload;
        this.objective = objective;
        this.energy = energy;
        this.metering = metering;
        this.spaces = spaces;
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
        return searches.sum();
    }

    private Agenda agenda(Accelerator accelerator) {
        Agenda.Key key = Agenda.Key.of(accelerator);
        Agenda found = agendas.get(key);
        if (found == null) {
            synchronized (agendas) {
                found = new Agenda(workload, accelerator, metering, shelfNumbers);
            }
            bound(agendas, MOST_AGENDAS);
            agendas.put(key, found);
        }
        return found;
    }

    private static void bound(Map<?, ?> known, int most) {
        if (known.size() >= most) {
            known.clear();
        }
    }

    private Map<Integer, Shelf[]> shelves(Accelerator accelerator) {
        Kind kind = Kind.of(accelerator);
        Map<Integer, Shelf[]> found = kinds.get(kind);
        if (found == null) {
            bound(kinds, MOST_KINDS);
            found = kinds.computeIfAbsent(kind, key -> new ConcurrentHashMap<>());
        }
        return found;
    }

    /** Each different layer of one machine, worked out once. */
    private final class Course {
        private final Machine machine;
        private final Agenda agenda;
        private final Map<Integer, Shelf[]> shelves;
        private final double[] prices;
        private final long[] largest;
        private final long[] otherCycles;
        private final double[] otherPicojoules;
        private final long[] cycles;
        private final long[] bytes;
        private final double[] picojoules;
        private long mapped;

        Course(Accelerator accelerator) {
            machine = new Machine(accelerator);
            agenda = agenda(accelerator);
            shelves = shelves(accelerator);
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
            largest = learn(accelerator);
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
                Remembered best = best(ask, i);
                cycles[place] = Math.addExact(
                        cycles[place], best.cycles(machine, ask.tasks().get(i)));
                bytes[place] = Math.addExact(bytes[place], best.dramBytes);
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

        private Remembered best(Ask ask, int number) {
            Shelf shelf = shelves.computeIfAbsent(
                            ask.shelf(), key -> Shelf.each(ask.tasks().size()))[number];
            Remembered found = shelf.find(machine, ask.tasks().get(number));
            if (found == null) {
                synchronized (shelf) {
                    found = shelf.find(machine, ask.tasks().get(number));
                    found = found == null ? searched(ask, number, shelf) : found;
                }
            }
            return found;
        }

        /**
         * A search with the largest buffers that were met. If what it finds takes too much of one, then that one as it is,
         * and so on: in the end all are.
         */
        private Remembered searched(Ask ask, int number, Shelf shelf) {
            long[] sizes = largest.clone();
            while (true) {
                Remembered found = search(ask, number, machine.accelerator, sizes);
                shelf.add(found);
                if (found.isBestOn(machine, ask.tasks().get(number))) {
                    return found;
                }
                shrink(found, ask.tasks().get(number), sizes);
            }
        }

        private void shrink(Remembered found, MappingTask task, long[] sizes) {
            for (int i = 0; i < machine.buffers.length; i++) {
                if (found.overflows(i, task.site().free(machine.buffers[i]))) {
                    sizes[i] = machine.buffers[i].bytes();
                }
            }
            if (found.overflowsAccumulators(machine.accumulatorBytes)) {
                sizes[machine.buffers.length] = machine.accumulatorBytes;
            }
        }
    }

    /** Sizes that later searches may begin with. Buffers that keep activations stay as they are: with them the layers change. */
    private long[] learn(Accelerator accelerator) {
        List<Buffer> buffers = accelerator.buffers();
        long[] now = largest;
        boolean more = now.length != buffers.size() + 1;
        long[] next = more ? new long[buffers.size() + 1] : now.clone();
        for (int i = 0; i < buffers.size(); i++) {
            more |= buffers.get(i).bytes() > next[i];
            next[i] = Math.max(next[i], buffers.get(i).bytes());
        }
        more |= accelerator.accumulators().bytes() > next[buffers.size()];
        next[buffers.size()] =
                Math.max(next[buffers.size()], accelerator.accumulators().bytes());
        if (more) {
            largest = next;
        }
        return next;
    }

    private Remembered search(Ask ask, int number, Accelerator accelerator, long[] sizes) {
        MappingTask task = ask.tasks().get(number);
        Machine machine = new Machine(enlarged(accelerator, sizes));
        TileSearch search = new TileSearch(machine, objective, energy);
        MapSpace space = spaces.of(task.geometry(), accelerator.peArray());
        search.search(task, space);
        searches.increment();
        if (!search.found) {
            Node first = ask.layer().nodes().getFirst();
            throw MappingSearch.nothingFits(task, space, accelerator).at(Node.place(first.name(), first.operator()));
        }
        return new Remembered(search, ask, number, space, machine, objective, metering);
    }

    private static Accelerator enlarged(Accelerator accelerator, long[] sizes) {
        List<Buffer> buffers = new ArrayList<>(accelerator.buffers());
        for (int i = 0; i < buffers.size(); i++) {
            Buffer buffer = buffers.get(i);
            buffers.set(i, buffer.keepsActivations() ? buffer : buffer.withBytes(Math.max(buffer.bytes(), sizes[i])));
        }
        boolean present = accelerator.accumulators().present();
        long sums = present ? Math.max(accelerator.accumulators().bytes(), sizes[buffers.size()]) : 0;
        return accelerator.with(buffers, new Accumulators(sums));
    }
}
