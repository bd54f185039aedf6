package dev.toeplitz.hw;

import dev.toeplitz.terms.Require;

/** How a tensor lies in DRAM where it takes fewer bits than an element each; what reads it writes it out again. */
public sealed interface Code {
    /** Every element at the tensor's own width, side by side. */
    record Packed() implements Code {}

    /** A bit for each element, which says whether it is zero, and then the values that are not. */
    record Bitmap() implements Code {}

    /**
     * Pairs of a run of zeros and the value behind it. A run longer than its field is cut by a value that is zero: as Eyeriss
     * codes maps (JSSC 52(1), 2017) and Deep Compression the distances of weights (Han et al., ICLR 2016).
     *
     * @param runBits of the field: it counts 0 to 2^runBits − 1 zeros
     * @param pairs in a word; 1 with words as long as a pair where pairs follow each other without a gap
     * @param wordBits 0 where pairs follow each other without a gap
     */
    record RunLength(int runBits, int pairs, int wordBits) implements Code {
        private static final int MOST_RUN_BITS = 16;
        private static final int MOST_WORD_BITS = 4096;

        /** Pairs without a gap. */
        public RunLength(int runBits) {
            this(runBits, 1, 0);
        }

        public RunLength {
            Require.positive("run_bits", runBits);
            Require.atMost("run_bits", runBits, MOST_RUN_BITS);
            Require.positive("pairs", pairs);
            Require.atLeast("word_bits", wordBits, 0);
            Require.atMost("word_bits", wordBits, MOST_WORD_BITS);
            Require.that(
                    wordBits > 0 || pairs == 1,
                    "pairs is %d without word_bits".formatted(pairs),
                    "the bits of a word that holds them",
                    "give word_bits, or leave both out");
        }

        /** The most zeros that a run can count. */
        public long longestRun() {
            return (1L << runBits) - 1;
        }
    }
}
