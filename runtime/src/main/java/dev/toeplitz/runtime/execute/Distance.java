package dev.toeplitz.runtime.execute;

/**
 * How far one run's output is from another's.
 *
 * @param decibels 10 · log₁₀ of the squares of the expected numbers over those of the differences; infinite where there is none
 * @param largest difference over the largest expected number
 * @param lanes along the last axis
 * @param sameTop in how many of them the largest number stands in the same place
 */
public record Distance(double decibels, double largest, int lanes, int sameTop) {
    /** @param lane how many numbers the last axis has */
    public static Distance of(float[] found, float[] expected, int lane) {
        double signal = 0;
        double noise = 0;
        double most = 0;
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference = (double) found[i] - expected[i];
            signal += (double) expected[i] * expected[i];
            noise += difference * difference;
            most = Math.max(most, Math.abs(expected[i]));
            worst = Math.max(worst, Math.abs(difference));
        }
        double decibels = noise == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(signal / noise);
        int lanes = lane == 0 ? 0 : expected.length / lane;
        int same = 0;
        for (int i = 0; i < lanes; i++) {
            same += top(found, i * lane, lane) == top(expected, i * lane, lane) ? 1 : 0;
        }
        return new Distance(decibels, most == 0 ? worst : worst / most, lanes, same);
    }

    private static int top(float[] values, int from, int count) {
        int top = 0;
        for (int i = 1; i < count; i++) {
            top = values[from + i] > values[from + top] ? i : top;
        }
        return top;
    }
}
