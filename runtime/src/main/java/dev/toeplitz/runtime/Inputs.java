package dev.toeplitz.runtime;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Inputs for a graph where none are at hand. */
public final class Inputs {
    private Inputs() {}

    /** Element i of an input of n elements is i / n, as ONNX's model tests have it. */
    public static Map<Value, Tensor> ramp(Graph graph) {
        Map<Value, Tensor> inputs = new LinkedHashMap<>();
        for (Value input : graph.inputs()) {
            float[] values = new float[Math.toIntExact(input.type().elements())];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (i / (double) values.length);
            }
            inputs.put(input, new Tensor.Floats(input.type(), values));
        }
        return inputs;
    }

    /** Normally distributed, from a seed. */
    public static Map<Value, Tensor> random(Graph graph, long seed) {
        Map<Value, Tensor> inputs = new LinkedHashMap<>();
        for (Value input : graph.inputs()) {
            inputs.put(input, new Tensor.Random(input.type(), seed + inputs.size(), 0, 1));
        }
        return inputs;
    }

    /** So many different random ones, in memory: for measuring, where making them must not count. */
    public static List<Map<Value, Tensor>> several(Graph graph, int count) {
        return IntStream.range(0, count)
                .mapToObj(seed -> inMemory(random(graph, 1000L * seed)))
                .toList();
    }

    private static Map<Value, Tensor> inMemory(Map<Value, Tensor> inputs) {
        Map<Value, Tensor> held = new LinkedHashMap<>();
        inputs.forEach((value, tensor) -> held.put(value, new Tensor.Floats(value.type(), tensor.toFloats())));
        return held;
    }
}
