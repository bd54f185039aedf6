package dev.toeplitz.sim.analytic;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.work.Layer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors that flow between layers, numbered, with the layers between which each is alive. Flat arrays, because every
 * design that is tried goes through them.
 */
final class Activations {
    /** Stands for a constant, or for an input of the network. */
    static final int NOT_MADE_HERE = -1;

    /** For each layer and each tensor it reads, the tensor's number. */
    final int[][] reads;
    /** For each layer, the numbers of what it makes. */
    final int[][] outputs;

    final int[] madeIn;
    final int[] lastReadIn;
    final long[] elements;
    /** Whether it leaves the network, and so has to reach DRAM. */
    final boolean[] leaves;

    Activations(Graph graph, List<Layer> layers) {
        Map<Value, Integer> numbers = new HashMap<>();
        List<Value> made = new ArrayList<>();
        outputs = new int[layers.size()][];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = layers.get(i).outputs().stream()
                    .mapToInt(value -> number(value, numbers, made))
                    .toArray();
        }
        madeIn = new int[made.size()];
        lastReadIn = new int[made.size()];
        reads = new int[layers.size()][];
        for (int i = 0; i < reads.length; i++) {
            int now = i;
            for (int output : outputs[i]) {
                madeIn[output] = now;
                lastReadIn[output] = now;
            }
            reads[i] = layers.get(i).reads().stream()
                    .mapToInt(read -> numbers.getOrDefault(read.value(), NOT_MADE_HERE))
                    .toArray();
            for (int read : reads[i]) {
                if (read != NOT_MADE_HERE) {
                    lastReadIn[read] = now;
                }
            }
        }
        elements = made.stream().mapToLong(value -> value.type().elements()).toArray();
        leaves = new boolean[made.size()];
        graph.outputs().forEach(value -> {
            if (numbers.containsKey(value)) {
                leaves[numbers.get(value)] = true;
            }
        });
    }

    private static int number(Value value, Map<Value, Integer> numbers, List<Value> made) {
        numbers.put(value, made.size());
        made.add(value);
        return made.size() - 1;
    }
}
