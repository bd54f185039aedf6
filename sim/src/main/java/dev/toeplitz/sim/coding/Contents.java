package dev.toeplitz.sim.coding;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.terms.InputException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is known of tensors, by name; all others are dense. */
public record Contents(Map<String, Content> tensors) {
    public static final Contents NONE = new Contents(Map.of());

    public Contents {
        tensors = Map.copyOf(tensors);
    }

    public boolean isEmpty() {
        return tensors.isEmpty();
    }

    public Optional<Content> of(Value value) {
        return Optional.ofNullable(tensors.get(value.name()));
    }

    /** These, and others where these say nothing. */
    public Contents or(Contents others) {
        Map<String, Content> all = new LinkedHashMap<>(others.tensors);
        all.putAll(tensors);
        return new Contents(all);
    }

    /** Zeros counted in the weights that a graph holds; those that are open, drawn or filled tell nothing. */
    public static Contents ofWeights(Graph graph) {
        Map<String, Content> counted = new LinkedHashMap<>();
        graph.constants().forEach((value, tensor) -> {
            if (isTrained(tensor) && value.type().elements() > 0) {
                counted.put(value.name(), counted(tensor));
            }
        });
        return new Contents(counted);
    }

    private static boolean isTrained(Tensor tensor) {
        return switch (tensor) {
            case Tensor.Doubles _, Tensor.Floats _, Tensor.Stored _ -> true;
            case Tensor.Scaled scaled -> isTrained(scaled.base());
            case Tensor.Quantised quantised -> isTrained(quantised.base());
            case Tensor.Filled _, Tensor.Random _, Tensor.Absent _ -> false;
        };
    }

    /** Zeros counted in a tensor. */
    public static Content counted(Tensor tensor) {
        float[] values = tensor.toFloats();
        long kept = 0;
        for (float value : values) {
            kept += value != 0 ? 1 : 0;
        }
        return new Content(values.length == 0 ? 1 : kept / (double) values.length);
    }

    /** Refuses names that no tensor of a graph has. */
    public void requireIn(Graph graph) {
        if (isEmpty()) {
            return;
        }
        Set<String> names = new LinkedHashSet<>();
        graph.constants().keySet().forEach(value -> names.add(value.name()));
        graph.inputs().forEach(value -> names.add(value.name()));
        for (Node node : graph.nodes()) {
            node.outputs().forEach(value -> names.add(value.name()));
        }
        for (String name : tensors.keySet()) {
            if (!names.contains(name)) {
                throw InputException.unknown("tensor of " + graph.name(), name, names);
            }
        }
    }
}
