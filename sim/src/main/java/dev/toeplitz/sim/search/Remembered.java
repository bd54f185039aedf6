package dev.toeplitz.sim.search;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.sim.analytic.AnalyticModel;
import dev.toeplitz.sim.analytic.Choice;
import dev.toeplitz.sim.analytic.Occupancy;
import dev.toeplitz.sim.cost.ActionCounts;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.search.Agenda.Ask;
import dev.toeplitz.sim.search.Candidates.Candidate;
import java.util.Optional;

/** A mapping with what it takes of the buffers and what its layer's energy is the sum of. */
final class Remembered {
    final Candidate mapping;
    private final long[] takes;
    /** Null where the layer has other contractions. */
    final ActionCounts counts;
    /** The cost on the machine it was found for, where its layer has other contractions; otherwise null. */
    final LayerCost cost;
    /** Null where bytes and tiles alone say what transfers take. */
    private final Choice choice;

    Remembered(Candidate mapping, Ask ask, int number, MapSpace space, Machine machine, Metering metering) {
        this.mapping = mapping;
        var task = ask.tasks().get(number);
        Accelerator accelerator = machine.accelerator;
        Choice found = MappingSearch.choice(mapping, space, accelerator, Optional.empty());
        boolean simple = accelerator.dma().requests().isEmpty()
                && accelerator.dma().waitedFor().isEmpty();
        choice = simple ? null : found;
        LayerCost whole = AnalyticModel.cost(ask.layer(), task, number == 0, accelerator, found);
        boolean alone = ask.tasks().size() == 1;
        counts = alone ? metering.counts(whole, accelerator) : null;
        cost = alone ? null : whole;
        Occupancy occupancy = new Occupancy(found, accelerator, task.site());
        takes = new long[machine.buffers.length + 1];
        for (int i = 0; i < machine.buffers.length; i++) {
            takes[i] = occupancy.bytes(machine.buffers[i]);
        }
        takes[machine.buffers.length] = occupancy.accumulatorBytes();
    }

    /** Cycles of the contraction on a machine of this kind; {@code ends} beside the pace, whatever the mapping. */
    long cycles(Machine other, Ask ask, int number, long ends) {
        if (choice == null) {
            return Column.cycles(mapping, other, ends);
        }
        return AnalyticModel.cost(ask.layer(), ask.tasks().get(number), number == 0, other.accelerator, choice)
                .cycles();
    }

    /** Whether a buffer is too small for it, by the buffer's number; the accumulators' is the last. */
    boolean overflows(int buffer, long bytes) {
        return takes[buffer] > bytes;
    }
}
