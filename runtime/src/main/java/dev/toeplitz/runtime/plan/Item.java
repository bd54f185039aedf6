package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.tensor.Shape;

/** A tensor that has to lie somewhere: a value of the graph, or what a stage makes for itself. */
sealed interface Item {
    Shape shape();

    record Named(Value value) implements Item {
        @Override
        public Shape shape() {
            return value.type().shape();
        }
    }

    /** @param number of the value in the stage's definition */
    record Temporary(int stage, int number, Shape shape) implements Item {}
}
