package dev.toeplitz.graph;

import dev.toeplitz.graph.tensor.TensorType;

/** An edge: a named tensor that one node, an input or a constant makes and any number of nodes read. */
public record Value(String name, TensorType type) {
    @Override
    public String toString() {
        return name + ": " + type;
    }
}
