package dev.toeplitz.sim.search;

import dev.toeplitz.graph.Node;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Accumulators;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.sim.analytic.MappingTask;
import dev.toeplitz.sim.search.Agenda.Ask;
import dev.toeplitz.sim.search.Candidates.Candidate;
import dev.toeplitz.sim.search.Shelf.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The best mappings of a network's contractions: known from a machine before, or searched for so that many later ones know. */
final class Memory {
    /** So that memory does not grow with designs: what is forgotten is searched again. */
    private static final int MOST_KINDS = 128;

    private static final int MOST_RACKS = 1 << 13;

    private final Objective objective;
    private final AccessEnergy energy;
    private final Metering metering;
    private final MapSpaces spaces;
    private final Map<Kind, Map<Integer, Shelf[]>> kinds = new ConcurrentHashMap<>();
    private final Map<RackKey, Cell[][]> racks = new ConcurrentHashMap<>();
    private final LongAdder searches = new LongAdder();

    /** The largest buffers and accumulators that were met so far. */
    private volatile List<Long> largest = List.of();

    private record RackKey(Kind kind, Agenda agenda, List<Long> sizes, double bandwidth) {}

    Memory(Objective objective, AccessEnergy energy, Metering metering, MapSpaces spaces) {
        this.objective = objective;
        this.energy = energy;
        this.metering = metering;
        this.spaces = spaces;
    }

    long searches() {
        return searches.sum();
    }

    static void bound(Map<?, ?> known, int most) {
        if (known.size() >= most) {
            known.clear();
        }
    }

    /** What is known for one machine. */
    Rack rack(Machine machine, Agenda agenda) {
        Kind kind = Kind.of(machine.accelerator);
        List<Long> sizes = sizes(machine);
        learn(sizes);
        RackKey key = new RackKey(kind, agenda, sizes, bandwidth(machine));
        Cell[][] cells = racks.get(key);
        if (cells == null) {
            bound(racks, MOST_RACKS);
            cells = racks.computeIfAbsent(key, each -> agenda.cells());
        }
        Map<Integer, Shelf[]> shelves = kinds.get(kind);
        if (shelves == null) {
            bound(kinds, MOST_KINDS);
            shelves = kinds.computeIfAbsent(kind, each -> new ConcurrentHashMap<>());
        }
        return new Rack(machine, agenda, cells, shelves);
    }

    /** What is known of the fastest holds at any bandwidth; of other objectives, at one. */
    private double bandwidth(Machine machine) {
        return objective == Objective.CYCLES ? 0 : machine.dramBytesPerCycle;
    }

    private static List<Long> sizes(Machine machine) {
        List<Long> sizes = new ArrayList<>(machine.buffers.length + 1);
        for (Buffer buffer : machine.buffers) {
            sizes.add(buffer.bytes());
        }
        sizes.add(machine.accumulatorBytes);
        return sizes;
    }

    /** Sizes with which later searches begin. It makes no difference to what they find. */
    private void learn(List<Long> sizes) {
        List<Long> now = largest;
        boolean other = now.size() != sizes.size();
        List<Long> next = new ArrayList<>(sizes);
        for (int i = 0; i < next.size() && !other; i++) {
            next.set(i, Math.max(next.get(i), now.get(i)));
        }
        if (!next.equals(now)) {
            largest = next;
        }
    }

    /** The mappings of one machine's contractions. */
    final class Rack {
        private final Machine machine;
        private final Agenda agenda;
        private final Cell[][] cells;
        private final Map<Integer, Shelf[]> shelves;

        Rack(Machine machine, Agenda agenda, Cell[][] cells, Map<Integer, Shelf[]> shelves) {
            this.machine = machine;
            this.agenda = agenda;
            this.cells = cells;
            this.shelves = shelves;
        }

        /**
         * @param place of the ask in the agenda
         * @param number of the contraction in its layer
         * @param ends cycles that the layer takes beside the pace, whatever the mapping
         */
        Remembered best(int place, int number, long ends) {
            Ask ask = agenda.asks.get(place);
            Cell cell = cells[place][number];
            for (Column each : cell.columns) {
                Remembered found = each.best(machine, ends, ask, number);
                if (fits(found, ask.tasks().get(number))) {
                    return found;
                }
            }
            Shelf shelf = shelves.computeIfAbsent(
                            ask.shelf(), key -> Shelf.each(ask.tasks().size()))[number];
            synchronized (shelf) {
                return fitting(shelf, cell, ask, number, ends);
            }
        }

        private boolean fits(Remembered found, MappingTask task) {
            for (int i = 0; i <= machine.buffers.length; i++) {
                if (found.overflows(i, free(i, task))) {
                    return false;
                }
            }
            return true;
        }

        /**
         * The best with the largest buffers that were met. If it takes too much of one, then the best with that one as it is,
         * and so on: in the end all are.
         */
        private Remembered fitting(Shelf shelf, Cell cell, Ask ask, int number, long ends) {
            MappingTask task = ask.tasks().get(number);
            long[] sizes = largest();
            while (true) {
                Column column = column(shelf, ask, number, sizes);
                Remembered found = column.best(machine, ends, ask, number);
                if (fits(found, task)) {
                    cell.add(column);
                    return found;
                }
                for (int i = 0; i < sizes.length; i++) {
                    if (found.overflows(i, free(i, task))) {
                        sizes[i] = own(i);
                    }
                }
            }
        }

        /** But buffers that keep activations stay as they are: with others the layers would change. */
        private long[] largest() {
            List<Long> known = largest;
            long[] sizes = new long[machine.buffers.length + 1];
            for (int i = 0; i < sizes.length; i++) {
                boolean fixed = known.size() != sizes.length
                        || i < machine.buffers.length && machine.buffers[i].keepsActivations();
                sizes[i] = fixed ? own(i) : Math.max(own(i), known.get(i));
            }
            return sizes;
        }

        private long own(int buffer) {
            return buffer < machine.buffers.length ? machine.buffers[buffer].bytes() : machine.accumulatorBytes;
        }

        private long free(int buffer, MappingTask task) {
            return buffer < machine.buffers.length
                    ? task.site().free(machine.buffers[buffer])
                    : machine.accumulatorBytes;
        }

        private Column column(Shelf shelf, Ask ask, int number, long[] sizes) {
            List<Object> key = new ArrayList<>(sizes.length + 2);
            for (long each : sizes) {
                key.add(each);
            }
            key.add(ask.tasks().get(number).site().residentBytes());
            key.add(bandwidth(machine));
            Column known = shelf.columns.get(key);
            if (known == null) {
                known = search(ask, number, enlarged(machine.accelerator, sizes));
                shelf.columns.put(key, known);
            }
            return known;
        }
    }

    private Column search(Ask ask, int number, Accelerator accelerator) {
        MappingTask task = ask.tasks().get(number);
        Machine machine = new Machine(accelerator);
        TileSearch search = new TileSearch(machine, objective, energy);
        MapSpace space = spaces.of(task.geometry(), accelerator);
        searches.increment();
        List<Candidate> found;
        if (objective == Objective.CYCLES) {
            found = search.candidates(task, space).members();
        } else {
            search.search(task, space);
            found = search.found ? List.of(search.best()) : List.of();
        }
        if (found.isEmpty()) {
            Node first = ask.layer().nodes().getFirst();
            throw MappingSearch.nothingFits(task, space, accelerator).at(Node.place(first.name(), first.operator()));
        }
        return new Column(found, space, machine, metering);
    }

    private static Accelerator enlarged(Accelerator accelerator, long[] sizes) {
        List<Buffer> buffers = new ArrayList<>(accelerator.buffers());
        for (int i = 0; i < buffers.size(); i++) {
            buffers.set(i, buffers.get(i).withBytes(sizes[i]));
        }
        return accelerator.with(buffers, new Accumulators(sizes[buffers.size()]));
    }
}
