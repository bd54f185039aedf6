package dev.toeplitz.graph.tensor;

import dev.toeplitz.terms.DataType;

/** Element type and shape: all that is known of a tensor before it has values. */
public record TensorType(DataType type, Shape shape) {
    public static TensorType float32(int... extents) {
        return new TensorType(DataType.FLOAT32, Shape.of(extents));
    }

    public TensorType with(Shape other) {
        return new TensorType(type, other);
    }

    public TensorType with(DataType other) {
        return new TensorType(other, shape);
    }

    public long elements() {
        return shape.elements();
    }

    public long bytes() {
        return type.bytes(elements());
    }

    @Override
    public String toString() {
        return type.name().toLowerCase() + "[" + shape + "]";
    }
}
