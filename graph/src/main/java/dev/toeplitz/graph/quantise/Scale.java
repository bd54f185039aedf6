package dev.toeplitz.graph.quantise;

import dev.toeplitz.terms.DataType;

/**
 * How a value is held in eight bits: q stands for q · {@code step}. There is no zero point: numbers that are never negative take the
 * unsigned type, all others the signed one symmetrically, so that 0 is 0, sums need no correction and padding is what it was.
 *
 * @param step in single precision
 */
public record Scale(DataType type, double step) {
    private static final int MOST_UNSIGNED = 255;
    private static final int MOST_SIGNED = 127;

    /** The finest that holds a range. */
    static Scale of(Range range) {
        return range.least() >= 0
                ? new Scale(DataType.UINT8, step(range.most() / MOST_UNSIGNED))
                : new Scale(DataType.INT8, step(Math.max(-range.least(), range.most()) / MOST_SIGNED));
    }

    /** Where all is 0, or too small for single precision, any will do. */
    static double step(double wanted) {
        float rounded = (float) wanted;
        return rounded < Float.MIN_NORMAL ? 1 : rounded;
    }

    boolean isUnsigned() {
        return type == DataType.UINT8;
    }
}
