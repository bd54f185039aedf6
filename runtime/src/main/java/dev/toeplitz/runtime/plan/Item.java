package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.DataType;

/** A tensor that has to lie somewhere: a value of the graph, or what a stage makes for itself. */
sealed interface Item {
    Shape shape();

    record Named(Value value) implements Item {
        @Override
        public Shape shape() {
            return value.type().shape();
        }
    }

    /**
     * What a stage makes for itself.
     *
     * @param number of the value in the stage's definition
     * @param type INT8, UINT8 or INT32 where the step is computed in integers
     */
    record Temporary(int stage, int number, Shape shape, DataType type) implements Item {}
}
