package dev.toeplitz.sim.analytic;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.work.Layer;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.terms.Operand;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which activations stay on the chip from the layer that makes them to the last that reads them. One stays where, during
 * its whole life, all activations alive fit the buffer that keeps them; the network's inputs and outputs always pass DRAM.
 */
final class Residency {
    private final Set<Value> kept = new HashSet<>();
    private final long[] keptBytes;

    private record Life(int from, int to) {}

    Residency(Graph graph, List<Layer> layers, Accelerator accelerator) {
        keptBytes = new long[layers.size()];
        Buffer buffer = accelerator.buffer(Operand.INPUT);
        if (!buffer.keepsActivations()) {
            return;
        }
        Map<Value, Life> lives = lives(layers);
        graph.inputs().forEach(lives::remove);
        long[] alive = new long[layers.size()];
        lives.forEach((value, life) -> add(alive, life, bytes(value, accelerator)));
        graph.outputs().forEach(lives::remove);
        lives.forEach((value, life) -> {
            if (most(alive, life) <= buffer.bytes()) {
                kept.add(value);
                add(keptBytes, life, bytes(value, accelerator));
            }
        });
    }

    private static long bytes(Value value, Accelerator accelerator) {
        return accelerator.precision().output().bytes(value.type().elements());
    }

    private static Map<Value, Life> lives(List<Layer> layers) {
        Map<Value, Life> lives = new HashMap<>();
        for (int i = 0; i < layers.size(); i++) {
            int now = i;
            layers.get(i).outputs().forEach(value -> lives.put(value, new Life(now, now)));
            for (Layer.Read read : layers.get(i).reads()) {
                lives.computeIfPresent(read.value(), (_, life) -> new Life(life.from(), now));
            }
        }
        return lives;
    }

    private static void add(long[] sums, Life life, long bytes) {
        for (int i = life.from(); i <= life.to(); i++) {
            sums[i] += bytes;
        }
    }

    private static long most(long[] sums, Life life) {
        long most = 0;
        for (int i = life.from(); i <= life.to(); i++) {
            most = Math.max(most, sums[i]);
        }
        return most;
    }

    boolean keeps(Value value) {
        return kept.contains(value);
    }

    /** Bytes of kept activations while layer {@code index} runs. */
    long bytes(int index) {
        return keptBytes[index];
    }
}
