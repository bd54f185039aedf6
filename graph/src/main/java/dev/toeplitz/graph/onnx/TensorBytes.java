package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.terms.DataType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntToDoubleFunction;

/** A tensor's values as ONNX stores them: little-endian, two to a byte where they have four bits. */
final class TensorBytes {
    /** Written at a time, so that a description of a large tensor never becomes one. A multiple of every element's size. */
    private static final int BLOCK = 1 << 16;

    private TensorBytes() {}

    /** Takes bytes one block after the other. */
    @FunctionalInterface
    interface Sink {
        void take(ByteBuffer block) throws IOException;
    }

    static byte[] of(Tensor tensor) {
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(tensor.type().bytes()));
        try {
            write(tensor, all::put);
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail", e);
        }
        return all.array();
    }

    static void write(Tensor tensor, Sink sink) throws IOException {
        DataType type = tensor.type().type();
        ByteBuffer block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        int elements = Math.toIntExact(tensor.type().elements());
        int step = type == DataType.INT4 ? 2 : 1;
        for (int i = 0; i < elements; i += step) {
            if (block.remaining() < Long.BYTES) {
                sink.take(block.flip());
                block.clear();
            }
            put(type, tensor::at, i, elements, block);
        }
        sink.take(block.flip());
    }

    private static void put(DataType type, IntToDoubleFunction at, int i, int elements, ByteBuffer block) {
        double value = at.applyAsDouble(i);
        switch (type) {
            case FLOAT32 -> block.putFloat((float) value);
            case FLOAT64 -> block.putDouble(value);
            case FLOAT16 -> block.putShort(Float.floatToFloat16((float) value));
            case BFLOAT16 -> block.putShort(bfloat16((float) value));
            case INT64 -> block.putLong((long) value);
            case UINT64 -> block.putLong(unsigned(value));
            case INT32, UINT32 -> block.putInt((int) (long) value);
            case INT16, UINT16 -> block.putShort((short) value);
            case INT8, UINT8 -> block.put((byte) value);
            case BOOL -> block.put((byte) (value == 0 ? 0 : 1));
            case INT4 -> {
                int second = i + 1 < elements ? (int) at.applyAsDouble(i + 1) : 0;
                block.put((byte) ((int) value & 0xF | second << 4));
            }
        }
    }

    /** The upper half of a single-precision number, rounded to the nearest, ties to even. */
    private static short bfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        int even = bits >>> 16 & 1;
        return Float.isNaN(value) ? (short) 0x7FC0 : (short) (bits + 0x7FFF + even >>> 16);
    }

    private static long unsigned(double value) {
        return value < 0x1p63 ? (long) value : (long) (value - 0x1p63) ^ Long.MIN_VALUE;
    }
}
