package dev.toeplitz.sim.coding;

import dev.toeplitz.hw.Code;
import dev.toeplitz.terms.InputException;

/**
 * How many bits a code takes for a tensor of which the share of zeros is known, and not where they are: zeros are taken to lie
 * independently of each other. Bit maps and packed values depend on the share alone. Of runs there is a pair for each value and,
 * wherever zeros lie, at most one more for every 2^runBits zeros.
 */
public final class CodeModel {
    private CodeModel() {}

    /**
     * @param denseBits of an element on the chip
     */
    public static Stored of(Code code, Content content, long elements, int denseBits) {
        int bits = content.bits().orElse(denseBits);
        if (bits > denseBits) {
            throw new InputException(
                    "%d bits of an element".formatted(bits),
                    "at most the %d of the machine's operand".formatted(denseBits),
                    "give a smaller width, or take a machine with wider operands");
        }
        long dense = Math.multiplyExact(elements, (long) denseBits);
        long kept = content.kept(elements);
        return switch (code) {
            case Code.Packed _ -> new Stored(content, dense, Math.multiplyExact(elements, (long) bits), 0);
            case Code.Bitmap _ -> new Stored(content, dense, Math.multiplyExact(kept, (long) bits), elements);
            case Code.RunLength runs -> {
                long payload = Math.multiplyExact(kept, (long) bits);
                yield new Stored(content, dense, payload, bits(runs, pairs(runs, elements, kept), bits) - payload);
            }
        };
    }

    /**
     * Pairs to be expected: a pair ends with the first value that is not zero, or with the element behind the longest run, so that
     * it covers Σ p^j elements for j from 0 to that run, p the share of zeros.
     */
    static long pairs(Code.RunLength code, long elements, long kept) {
        double zeros = 1 - kept / (double) elements;
        double longest = code.longestRun() + 1.0;
        double covered = kept == 0 ? longest : (1 - Math.pow(zeros, longest)) / (1 - zeros);
        return elements == 0 ? 0 : Math.max(kept, (long) Math.ceil(elements / covered * (1 - 1e-12)));
    }

    /** Bits of so many pairs, in words where the code has them. */
    static long bits(Code.RunLength code, long pairs, int valueBits) {
        long pair = code.runBits() + (long) valueBits;
        if (code.wordBits() == 0) {
            return Math.multiplyExact(pairs, pair);
        }
        if (code.pairs() * pair > code.wordBits()) {
            throw new InputException(
                    "%d pairs of %d and %d bits".formatted(code.pairs(), code.runBits(), valueBits),
                    "at most the %d bits of a word".formatted(code.wordBits()),
                    "give fewer pairs or longer words under `compression`");
        }
        return Math.multiplyExact(Math.ceilDiv(pairs, (long) code.pairs()), (long) code.wordBits());
    }
}
