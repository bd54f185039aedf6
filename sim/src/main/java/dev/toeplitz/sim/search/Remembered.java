package dev.toeplitz.sim.search;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.sim.analytic.AnalyticModel;
import dev.toeplitz.sim.analytic.Choice;
import dev.toeplitz.sim.analytic.Ends;
import dev.toeplitz.sim.analytic.MappingTask;
import dev.toeplitz.sim.analytic.Occupancy;
import dev.toeplitz.sim.cost.ActionCounts;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.search.Agenda.Ask;
import java.util.Optional;

/**
 * A best mapping and where else it is the best.
 *
 * <p>Smaller buffers only take mappings out of the space. So it stays the best wherever each buffer has at most what it had
 * in the search, and at least what the mapping takes.
 *
 * <p>Where cycles are minimised and tiles cost no set-up, it also stays the best at other bandwidths. If no mapping has a
 * faster pace of array and ports, and DRAM keeps up, then a mapping with fewer bytes would have been as fast and so would
 * have been found. If no mapping moves fewer bytes, and DRAM sets the pace, none is faster; and as long as DRAM is no slower
 * than in the search, none has become as fast that comes before it, so that it is the very one that a search would find.
 */
final class Remembered {
    private final long[] free;
    private final long[] takes;
    private final long accumulatorsFree;
    private final long accumulatorsTake;
    private final double dramBytesPerCycle;
    private final boolean leastPace;
    private final boolean leastBytes;
    private final long pace;
    private final long tiles;
    private final long exposedCycles;
    final long dramBytes;
    /** What its layer's energy is the sum of. */
    final ActionCounts counts;
    /** The cost on the machine it was found for, of which {@link #counts} are counted. */
    final LayerCost cost;

    /** What a search has just found for a contraction of a layer. */
    Remembered(
            TileSearch search,
            Ask ask,
            int number,
            MapSpace space,
            Machine machine,
            Objective objective,
            Metering metering) {
        MappingTask task = ask.tasks().get(number);
        Accelerator accelerator = machine.accelerator;
        Choice choice = MappingSearch.choice(search, space, accelerator, Optional.empty());
        LayerCost whole = AnalyticModel.cost(ask.layer(), task, number == 0, accelerator, choice);
        boolean alone = ask.tasks().size() == 1;
        counts = alone ? metering.counts(whole, accelerator) : null;
        cost = alone ? null : whole;
        Occupancy occupancy = new Occupancy(choice, accelerator, task.site());
        free = new long[machine.buffers.length];
        takes = new long[machine.buffers.length];
        for (int i = 0; i < free.length; i++) {
            free[i] = task.site().free(machine.buffers[i]);
            takes[i] = occupancy.bytes(machine.buffers[i]);
        }
        accumulatorsFree = machine.accumulatorBytes;
        accumulatorsTake = occupancy.accumulatorBytes();
        dramBytesPerCycle = machine.dramBytesPerCycle;
        boolean cycles = objective == Objective.CYCLES && machine.setupCycles == 0;
        leastPace = cycles && search.bestPace == search.leastPace;
        leastBytes = cycles && search.bestBytes == search.leastDramBytes;
        pace = search.bestPace;
        tiles = search.bestTiles;
        exposedCycles = task.exposedCycles();
        dramBytes = search.bestBytes;
    }

    /** Whether this is the best for the same contraction on another machine, which differs in sizes and bandwidth. */
    boolean isBestOn(Machine machine, MappingTask task) {
        if (accumulatorsTake > machine.accumulatorBytes || machine.accumulatorBytes > accumulatorsFree) {
            return false;
        }
        for (int i = 0; i < free.length; i++) {
            long others = task.site().free(machine.buffers[i]);
            if (takes[i] > others || others > free[i]) {
                return false;
            }
        }
        if (machine.dramBytesPerCycle == dramBytesPerCycle) {
            return true;
        }
        long onChip = onChip(machine, task);
        long memory = memory(machine);
        return leastPace && memory <= onChip
                || leastBytes && memory >= onChip && machine.dramBytesPerCycle >= dramBytesPerCycle;
    }

    /** Whether a buffer is too small for it, by the buffer's number. */
    boolean overflows(int buffer, long bytes) {
        return takes[buffer] > bytes;
    }

    boolean overflowsAccumulators(long bytes) {
        return accumulatorsTake > bytes;
    }

    long cycles(Machine machine, MappingTask task) {
        return Math.max(onChip(machine, task), memory(machine));
    }

    private long onChip(Machine machine, MappingTask task) {
        return pace
                + exposedCycles
                + Ends.firstCycles(task.geometry(), machine.accelerator, task.site())
                + Ends.lastCycles(task.geometry(), machine.accelerator, task.site());
    }

    private long memory(Machine machine) {
        return (long) Math.ceil(dramBytes / machine.dramBytesPerCycle) + tiles * machine.setupCycles;
    }
}
