package dev.toeplitz.sim.analytic;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.terms.Operand;

/**
 * Which activations stay on the chip from the layer that makes them to the last that reads them. One stays where, during
 * its whole life, all activations alive fit the buffer that keeps them; the network's inputs and outputs always pass DRAM.
 */
final class Residency {
    private final boolean[] kept;
    private final long[] keptBytes;

    Residency(Activations activations, int layers, Accelerator accelerator) {
        kept = new boolean[activations.elements.length];
        keptBytes = new long[layers];
        Buffer buffer = accelerator.buffer(Operand.INPUT);
        if (!buffer.keepsActivations()) {
            return;
        }
        long[] alive = new long[layers];
        for (int i = 0; i < kept.length; i++) {
            add(alive, activations, i, accelerator);
        }
        for (int i = 0; i < kept.length; i++) {
            if (!activations.leaves[i] && most(alive, activations, i) <= buffer.bytes()) {
                kept[i] = true;
                add(keptBytes, activations, i, accelerator);
            }
        }
    }

    private static void add(long[] sums, Activations activations, int value, Accelerator accelerator) {
        long bytes = accelerator.precision().output().bytes(activations.elements[value]);
        for (int layer = activations.madeIn[value]; layer <= activations.lastReadIn[value]; layer++) {
            sums[layer] += bytes;
        }
    }

    private static long most(long[] sums, Activations activations, int value) {
        long most = 0;
        for (int layer = activations.madeIn[value]; layer <= activations.lastReadIn[value]; layer++) {
            most = Math.max(most, sums[layer]);
        }
        return most;
    }

    boolean keeps(int value) {
        return value != Activations.NOT_MADE_HERE && kept[value];
    }

    /** Bytes of kept activations while layer {@code index} runs. */
    long bytes(int index) {
        return keptBytes[index];
    }
}
