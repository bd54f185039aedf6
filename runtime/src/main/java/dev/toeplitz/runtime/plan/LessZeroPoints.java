package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import java.lang.foreign.Arena;
import java.nio.FloatBuffer;

/** 8-bit weights less their zero points, in some order. What that has beyond the end is 0 as before, and adds nothing. */
record LessZeroPoints(WeightOrder order, ZeroPoints.OfWeights zeroPoints) implements WeightOrder {
    @Override
    public long elements() {
        return order.elements();
    }

    @Override
    public DataType held(DataType own) {
        return order.held(zeroPoints.areMiddle() ? DataType.INT8 : DataType.INT16);
    }

    @Override
    public void pack(Tensor tensor, FloatBuffer into) {
        float[] values = new float[Math.toIntExact(tensor.type().elements())];
        try (Arena arena = Arena.ofConfined()) {
            tensor.floats(arena).get(0, values);
        }
        for (int i = 0; i < values.length; i++) {
            values[i] -= zeroPoints
                    .values()
                    .get(i / zeroPoints.run() % zeroPoints.values().size());
        }
        order.pack(new Tensor.Floats(new TensorType(DataType.INT16, tensor.shape()), values), into);
    }
}
