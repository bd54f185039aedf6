package dev.toeplitz.graph.reference;

import dev.toeplitz.terms.DataType;

/**
 * How finely a device computes: a correctly rounded result r is off by at most {@code unit} · |r| + {@code tiny}.
 *
 * @param unit the unit roundoff of the device, 2^−p for p bits of significand, and on top of it that of the reference
 *     itself, 2^−53: the difference of the two is what is judged
 * @param tiny what a result that underflows may lose: the least normal number, because OpenCL lets a device flush
 *     subnormals to zero (OpenCL 1.2 §7.2)
 * @param storedUnit the unit roundoff of what results are kept in between steps; 0 where they are kept as they are computed
 * @param storedTiny half of that format's least subnormal number: what is kept loses no more, since subnormals are kept too
 */
public record Precision(double unit, double tiny, double storedUnit, double storedTiny) {
    private static final double REFERENCE = 0x1p-53;

    private Precision(double unit, double tiny) {
        this(unit, tiny, 0, 0);
    }

    /** Of integers and truth values: a device must agree bit for bit. */
    public static final Precision EXACT = new Precision(0, 0);

    /** Of arithmetic in this type. */
    public static Precision of(DataType type) {
        return switch (type) {
            case FLOAT64 -> new Precision(0x1p-53 + REFERENCE, Double.MIN_NORMAL);
            case FLOAT32 -> new Precision(0x1p-24 + REFERENCE, Float.MIN_NORMAL);
            case FLOAT16 -> new Precision(0x1p-11 + REFERENCE, 0x1p-14);
            case BFLOAT16 -> new Precision(0x1p-8 + REFERENCE, Float.MIN_NORMAL);
            case INT64, INT32, INT16, INT8, INT4, UINT64, UINT32, UINT16, UINT8, BOOL -> EXACT;
        };
    }

    /**
     * The same arithmetic with each step's result rounded to half precision. Conversions round correctly and keep subnormal
     * numbers on every device (OpenCL 1.2 §6.1.1.1).
     */
    public Precision storedAsHalf() {
        return new Precision(unit, tiny, 0x1p-11, 0x1p-25);
    }

    /** A result's bound once it is kept. */
    double stored(double value, double bound) {
        return bound + storedUnit * (Math.abs(value) + bound) + storedTiny;
    }

    /** γ(n) = n·u / (1 − n·u): the relative error of n roundings in a row (Higham, 2002, lemma 3.1). */
    public double gamma(double roundings) {
        double product = roundings * unit;
        return product < 1 ? product / (1 - product) : Double.POSITIVE_INFINITY;
    }

    /** The error of a result that is right to {@code ulps} units in the last place, each at most 2·u·|r|. */
    double ofUlps(double ulps, double result) {
        return ulps == 0 ? 0 : 2 * ulps * unit * Math.abs(result) + tiny;
    }
}
