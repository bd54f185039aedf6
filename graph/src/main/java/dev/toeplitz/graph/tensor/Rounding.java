package dev.toeplitz.graph.tensor;

import dev.toeplitz.terms.DataType;

/** The nearest value that a type has, ties to even (IEEE 754-2019, 4.3.1), in one rounding from double precision. */
public final class Rounding {
    private static final double MOST_FLOAT16 = 65_504;

    private Rounding() {}

    /** Of integers and truth values this is the value itself: those are whole already. */
    public static double to(DataType type, double value) {
        return switch (type) {
            case FLOAT32 -> (float) value;
            case FLOAT16 -> to(11, -14, MOST_FLOAT16, value);
            case BFLOAT16 -> to(8, Float.MIN_EXPONENT, 0x1.FEp127, value);
            case FLOAT64, INT64, INT32, INT16, INT8, INT4, UINT64, UINT32, UINT16, UINT8, BOOL -> value;
        };
    }

    /** All values of a tensor of this type, each rounded. */
    public static Tensor to(TensorType type, double[] values) {
        return switch (type.type()) {
            case FLOAT32 -> floats(type, values);
            case FLOAT16, BFLOAT16 -> {
                double[] rounded = new double[values.length];
                for (int i = 0; i < values.length; i++) {
                    rounded[i] = to(type.type(), values[i]);
                }
                yield new Tensor.Doubles(type, rounded);
            }
            case FLOAT64, INT64, INT32, INT16, INT8, INT4, UINT64, UINT32, UINT16, UINT8, BOOL ->
                new Tensor.Doubles(type, values.clone());
        };
    }

    private static Tensor floats(TensorType type, double[] values) {
        float[] rounded = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            rounded[i] = (float) values[i];
        }
        return new Tensor.Floats(type, rounded);
    }

    /** {@code bits} of significand, the hidden one with them; below the least exponent numbers are subnormal. */
    private static double to(int bits, int leastExponent, double most, double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return value;
        }
        double unit = Math.scalb(1.0, Math.max(Math.getExponent(value), leastExponent) - (bits - 1));
        double rounded = Math.rint(value / unit) * unit;
        return Math.abs(rounded) > most ? Math.copySign(Double.POSITIVE_INFINITY, rounded) : rounded;
    }
}
