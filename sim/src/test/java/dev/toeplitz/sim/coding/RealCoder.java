package dev.toeplitz.sim.coding;

import dev.toeplitz.hw.Code;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A coder of runs that codes real numbers, and gives them back. */
final class RealCoder {
    private final Code.RunLength code;

    RealCoder(Code.RunLength code) {
        this.code = code;
    }

    private record Pair(long run, float value) {}

    /** Zeros behind the last value need no pair: how many elements there are is known. */
    private List<Pair> encode(float[] values) {
        List<Pair> pairs = new ArrayList<>();
        long run = 0;
        for (float value : values) {
            if (value == 0 && run < code.longestRun()) {
                run++;
            } else {
                pairs.add(new Pair(run, value));
                run = 0;
            }
        }
        return pairs;
    }

    private static float[] decode(List<Pair> pairs, int elements) {
        float[] values = new float[elements];
        int at = 0;
        for (Pair pair : pairs) {
            at += Math.toIntExact(pair.run());
            values[at++] = pair.value();
        }
        return values;
    }

    /** Pairs that values take, after they were decoded again. */
    long pairs(float[] values) {
        List<Pair> pairs = encode(values);
        if (!Arrays.equals(decode(pairs, values.length), values)) {
            throw new AssertionError("the code loses values");
        }
        return pairs.size();
    }

    /** The most pairs, wherever the zeros lie: one for each value, and as many as one long stretch of zeros takes. */
    long mostPairs(long elements, long kept) {
        long covered = code.longestRun() + 1;
        return kept + (elements - kept + covered - 1) / covered;
    }

    /** Bits in memory, whole words where the code has them. */
    long bits(float[] values, int valueBits) {
        long pairs = pairs(values);
        if (code.wordBits() == 0) {
            return pairs * (code.runBits() + valueBits);
        }
        long words = (pairs + code.pairs() - 1) / code.pairs();
        return words * code.wordBits();
    }
}
