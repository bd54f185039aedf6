package dev.toeplitz.runtime.tune;

import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/**
 * Times of an incumbent and a challenger, taken in turn, so that whatever else the machine does slows both. The challenger has to be
 * clearly faster: by more than a few percent, and in nearly every pair.
 *
 * @param incumbent nanoseconds, one for each pair
 * @param challenger likewise
 */
record Duel(long[] incumbent, long[] challenger) {
    /** What a challenger has to reach of the incumbent's time: less is not worth leaving the estimate for. */
    static final double CLEARLY = 0.97;
    /** The share of the pairs in which it has to be faster. */
    static final double NEARLY_ALL = 0.8;

    /** After so many pairs a challenger that is far behind is given up. */
    private static final int ENOUGH = 3;
    /** That far behind. */
    private static final double HOPELESS = 1.1;

    /** Times both in turn, the first to begin changing from pair to pair; ends early where the challenger is far behind. */
    static Duel of(LongSupplier incumbent, LongSupplier challenger, int pairs) {
        Duel first = whole(incumbent, challenger, Math.min(ENOUGH, pairs));
        return first.ratio() > HOPELESS || pairs <= ENOUGH
                ? first
                : first.and(whole(incumbent, challenger, pairs - ENOUGH));
    }

    private Duel and(Duel later) {
        return new Duel(joined(incumbent, later.incumbent), joined(challenger, later.challenger));
    }

    private static long[] joined(long[] first, long[] second) {
        return LongStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
    }

    /** The same, to the end in any case. */
    static Duel whole(LongSupplier incumbent, LongSupplier challenger, int pairs) {
        long[] first = new long[pairs];
        long[] second = new long[pairs];
        for (int i = 0; i < pairs; i++) {
            if (i % 2 == 0) {
                first[i] = incumbent.getAsLong();
                second[i] = challenger.getAsLong();
            } else {
                second[i] = challenger.getAsLong();
                first[i] = incumbent.getAsLong();
            }
        }
        return new Duel(first, second);
    }

    /** The challenger's time over the incumbent's, the median of all pairs. */
    double ratio() {
        double[] ratios = ratios();
        return ratios[ratios.length / 2];
    }

    /** Of all pairs, the least first. */
    double[] ratios() {
        double[] ratios = new double[incumbent.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = (double) challenger[i] / incumbent[i];
        }
        Arrays.sort(ratios);
        return ratios;
    }

    boolean isWon() {
        int faster = 0;
        for (int i = 0; i < incumbent.length; i++) {
            faster += challenger[i] < incumbent[i] ? 1 : 0;
        }
        return ratio() <= CLEARLY && faster >= NEARLY_ALL * incumbent.length;
    }

    static long median(long[] nanoseconds) {
        long[] sorted = nanoseconds.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
