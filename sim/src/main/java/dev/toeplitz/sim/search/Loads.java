package dev.toeplitz.sim.search;

import dev.toeplitz.sim.analytic.LoadBlocks;
import dev.toeplitz.sim.analytic.MappingTask;
import dev.toeplitz.terms.Operand;
import java.util.Arrays;

/** What it adds to a mapping's cost that an engine begins its loads anew with blocks of steps, and what it adds at least. */
final class Loads {
    private final Machine machine;
    private LoadBlocks input;
    private LoadBlocks weight;
    private LoadBound leastInput;
    private LoadBound leastWeight;

    /** How often each operand is loaded at least. */
    long inputFetches = 1;

    long weightFetches = 1;
    /** Whether the array may stand still for loads, which then depend on more than a mapping's bytes. */
    boolean waitedFor;

    Loads(Machine machine) {
        this.machine = machine;
    }

    void begin(MappingTask task, MapSpace space) {
        if (!machine.loadsAnew) {
            return;
        }
        input = LoadBlocks.of(Operand.INPUT, space.nest, machine.accelerator, task.site());
        weight = LoadBlocks.of(Operand.WEIGHT, space.nest, machine.accelerator, task.site());
        inputFetches = input.fetches();
        weightFetches = weight.fetches();
        waitedFor = input.waitedFor() || weight.waitedFor();
        leastInput = bound(input, machine.inputBits, space.groups.inputSum, space.m.inputSum, space.k.inputSum);
        leastWeight = bound(weight, machine.weightBits, space.groups.weightSum, space.n.weightSum, space.k.weightSum);
    }

    private static LoadBound bound(LoadBlocks blocks, int bits, long[]... sums) {
        long elements = 1;
        boolean varies = false;
        for (long[] ofRole : sums) {
            elements *= RoleTable.least(ofRole);
            varies |= !areEqual(ofRole);
        }
        return new LoadBound(blocks, Machine.bytes(elements, bits), varies);
    }

    private static boolean areEqual(long[] figures) {
        return Arrays.stream(figures).allMatch(each -> each == figures[0]);
    }

    /** Cycles in which the array stands still at least beside such a pace, or together with a slower one. */
    long least(long pace) {
        return waitedFor ? leastOfBoth(pace) : 0;
    }

    private long leastOfBoth(long pace) {
        long least = input.waitedFor() ? leastInput.least(pace) : 0;
        // Both waits may become less together by more than the pace becomes slower; one of them does not.
        return weight.waitedFor() ? Math.max(least, leastWeight.least(pace)) : least;
    }

    long inputWaits(long bytes, long fetches, long arrayCycles) {
        return input.waits(bytes, fetches, arrayCycles);
    }

    long weightWaits(long bytes, long fetches, long arrayCycles) {
        return weight.waits(bytes, fetches, arrayCycles);
    }
}
