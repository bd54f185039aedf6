package dev.toeplitz.runtime.opencl;

import dev.toeplitz.terms.DataType;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Numbers in the host's memory as a device holds them, outside Java's heap so that a transfer can go on while Java does something else.
 *
 * @param type FLOAT32, FLOAT16, INT8, UINT8 or INT32
 * @param memory as long as the arena that it was made in
 */
public record HostNumbers(DataType type, int count, ByteBuffer memory) {
    /** What a device's lines of memory are aligned to. */
    private static final int ALIGNMENT = 64;

    public static HostNumbers in(Arena arena, DataType type, int count) {
        // At least a byte: OpenCL has no empty transfers.
        long bytes = Math.max(1, type.bytes(count));
        ByteBuffer memory = arena.allocate(bytes, ALIGNMENT).asByteBuffer().order(ByteOrder.nativeOrder());
        return new HostNumbers(type, count, memory);
    }

    public long bytes() {
        return memory.capacity();
    }

    /** Sets all numbers, rounded to what is held. */
    public void put(float[] values) {
        switch (type) {
            case FLOAT16 -> memory.asShortBuffer().put(Halves.of(values));
            case INT8, UINT8 -> memory.duplicate().put(Wholes.bytes(values));
            default -> memory.asFloatBuffer().put(values);
        }
    }

    /** The same of INT32. */
    public void put(int[] values) {
        memory.asIntBuffer().put(values);
    }

    public float[] floats() {
        return switch (type) {
            case FLOAT16 -> {
                short[] halves = new short[count];
                memory.asShortBuffer().get(halves);
                yield Halves.floats(halves);
            }
            case INT8, UINT8 -> {
                byte[] bytes = new byte[count];
                memory.duplicate().get(bytes);
                yield Wholes.floats(bytes, type == DataType.INT8);
            }
            default -> {
                float[] values = new float[count];
                memory.asFloatBuffer().get(values);
                yield values;
            }
        };
    }

    /** The same of INT32. */
    public int[] integers() {
        int[] values = new int[count];
        memory.asIntBuffer().get(values);
        return values;
    }
}
