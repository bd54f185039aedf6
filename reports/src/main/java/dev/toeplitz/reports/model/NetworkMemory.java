package dev.toeplitz.reports.model;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.work.Layer;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.terms.DataType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Activations of a network when its layers run in order: what each makes, and the most that are alive at once. */
final class NetworkMemory {
    private final List<Layer> layers;
    private final DataType type;
    private final long peak;

    NetworkMemory(NetworkCost cost) {
        layers = cost.layers().stream().map(each -> each.layer()).toList();
        type = cost.accelerator().precision().output();
        peak = peak(cost.graph().inputs());
    }

    long outputBytes(int index) {
        return layers.get(index).outputs().stream().mapToLong(this::bytes).sum();
    }

    long peakBytes() {
        return peak;
    }

    String receptiveField(Value value) {
        return "";
    }

    private long peak(List<Value> inputs) {
        Map<Value, Integer> lastRead = new HashMap<>();
        for (int i = 0; i < layers.size(); i++) {
            int now = i;
            layers.get(i).reads().stream()
                    .filter(read -> !read.constant())
                    .forEach(read -> lastRead.put(read.value(), now));
        }
        long alive = inputs.stream().mapToLong(this::bytes).sum();
        long most = alive;
        Map<Value, Boolean> present = new HashMap<>();
        inputs.forEach(value -> present.put(value, true));
        for (int i = 0; i < layers.size(); i++) {
            int now = i;
            for (Value output : layers.get(i).outputs()) {
                alive += bytes(output);
                present.put(output, true);
            }
            most = Math.max(most, alive);
            for (Value value : List.copyOf(present.keySet())) {
                if (lastRead.getOrDefault(value, Integer.MAX_VALUE) == now) {
                    alive -= bytes(value);
                    present.remove(value);
                }
            }
        }
        return most;
    }

    private long bytes(Value value) {
        return type.bytes(value.type().elements());
    }
}
