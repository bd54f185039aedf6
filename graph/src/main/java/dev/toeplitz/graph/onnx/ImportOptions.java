package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.Require;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What the user says about a file's inputs: {@code inputShapes} replaces whole shapes by name, {@code batch} the first
 * extent of every other input.
 */
public record ImportOptions(Map<String, Shape> inputShapes, OptionalInt batch) {
    public static final ImportOptions NONE = new ImportOptions(Map.of(), OptionalInt.empty());

    public ImportOptions {
        inputShapes = Map.copyOf(inputShapes);
        batch.ifPresent(n -> Require.positive("batch", n));
    }

    public static ImportOptions batch(int n) {
        return new ImportOptions(Map.of(), OptionalInt.of(n));
    }

    public static ImportOptions inputShape(String name, Shape shape) {
        return new ImportOptions(Map.of(name, shape), OptionalInt.empty());
    }

    /** Whether shapes that the file declares further in may no longer hold. */
    boolean overrides() {
        return batch.isPresent() || !inputShapes.isEmpty();
    }
}
