package dev.toeplitz.runtime.opencl;

/** Half-precision numbers as a device holds them: IEEE 754 binary16. */
public final class Halves {
    private Halves() {}

    /** Each rounded to nearest, ties to even; what is too large becomes infinite. */
    static short[] of(float[] values) {
        short[] halves = new short[values.length];
        for (int i = 0; i < values.length; i++) {
            halves[i] = Float.floatToFloat16(values[i]);
        }
        return halves;
    }

    /** Each as a device gives it back. */
    public static float[] rounded(float[] values) {
        return floats(of(values));
    }

    static float[] floats(short[] halves) {
        float[] values = new float[halves.length];
        for (int i = 0; i < halves.length; i++) {
            values[i] = Float.float16ToFloat(halves[i]);
        }
        return values;
    }
}
