package dev.toeplitz.graph.reference;

/**
 * Results in double precision, row-major, and for each the largest error that a device of some {@link Precision} may make
 * in computing it, in whatever order it sums. A bound of infinity says that nothing can be promised, as for a quotient
 * whose divisor may be 0. A device that overflows its own range is outside: bounds know relative errors and underflow only.
 */
public record Bounded(double[] value, double[] bound) {
    /** Whether a device's result for element {@code index} is within its bound; not-a-number only where it is one. */
    public boolean accepts(int index, double observed) {
        double expected = value[index];
        if (Double.compare(expected, observed) == 0 || expected == observed) {
            return true;
        }
        return bound[index] == Double.POSITIVE_INFINITY || Math.abs(observed - expected) <= bound[index];
    }
}
