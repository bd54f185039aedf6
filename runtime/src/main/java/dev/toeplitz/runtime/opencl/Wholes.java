package dev.toeplitz.runtime.opencl;

/** Integers between Java, where they come as floating-point numbers, and a device's memory. */
final class Wholes {
    private Wholes() {}

    /** Of INT8 or UINT8: the low eight bits. */
    static byte[] bytes(float[] values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) (int) values[i];
        }
        return bytes;
    }

    /** Of INT16: the low sixteen bits. */
    static short[] shorts(float[] values) {
        short[] shorts = new short[values.length];
        for (int i = 0; i < values.length; i++) {
            shorts[i] = (short) (int) values[i];
        }
        return shorts;
    }

    static float[] floats(byte[] bytes, boolean signed) {
        float[] values = new float[bytes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = signed ? bytes[i] : Byte.toUnsignedInt(bytes[i]);
        }
        return values;
    }
}
