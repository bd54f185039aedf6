package dev.toeplitz.sim.search;

import dev.toeplitz.sim.search.Agenda.Ask;
import dev.toeplitz.sim.search.Candidates.Candidate;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What is the best mapping of a contraction at one or another bandwidth, with buffers of one size. It also is with smaller
 * ones that it fits: they only take mappings out of the map space.
 */
final class Column {
    private final Candidate[] candidates;
    private final AtomicReferenceArray<Remembered> worked;
    private final MapSpace space;
    private final Machine machine;
    private final Metering metering;

    /**
     * @param machine on which it was searched, whatever its bandwidth
     */
    Column(List<Candidate> candidates, MapSpace space, Machine machine, Metering metering) {
        this.candidates = candidates.toArray(Candidate[]::new);
        this.worked = new AtomicReferenceArray<>(this.candidates.length);
        this.space = space;
        this.machine = machine;
        this.metering = metering;
    }

    /**
     * The best on another machine of this kind.
     *
     * @param ends cycles that the layer takes beside the pace, whatever the mapping
     */
    Remembered best(Machine other, long ends, Ask ask, int number) {
        int best = 0;
        long least = Long.MAX_VALUE;
        for (int i = 0; i < candidates.length; i++) {
            Candidate each = candidates[i];
            long cycles = cycles(each, other, ends);
            if (cycles < least || cycles == least && isPreferred(each, candidates[best])) {
                best = i;
                least = cycles;
            }
        }
        Remembered known = worked.get(best);
        if (known == null) {
            known = new Remembered(candidates[best], ask, number, space, machine, metering);
            worked.set(best, known);
        }
        return known;
    }

    /** Among equally fast ones; they stand in the order in which a search meets them. */
    private static boolean isPreferred(Candidate one, Candidate other) {
        return one.bytes() != other.bytes() ? one.bytes() < other.bytes() : one.arrayCycles() < other.arrayCycles();
    }

    static long cycles(Candidate mapping, Machine machine, long ends) {
        long memory =
                (long) Math.ceil(mapping.bytes() / machine.dramBytesPerCycle) + mapping.tiles() * machine.setupCycles;
        return Math.max(mapping.pace() + machine.waits(mapping.bytes()) + ends, memory);
    }
}
