package dev.toeplitz.sim.timeline;

import dev.toeplitz.hw.Banks;

/**
 * Banks cycle by cycle, word by word: the plainest thing that {@link BankTime} could be wrong against. Each of some streams asks
 * for words at an even pace, beginning at a bank of its own and going on to the next one; a bank keeps what each stream asked
 * of it until it has a port free, and serves the streams that come first in the list before others.
 */
final class BankArbiter {
    private final Banks banks;
    private final int[] first;
    private final long[] words;
    private final long[] asked;
    private final long[] served;
    private final long[][] waiting;

    /**
     * @param first the bank at which each stream begins
     * @param words of each stream
     */
    BankArbiter(Banks banks, int[] first, long[] words) {
        this.banks = banks;
        this.first = first;
        this.words = words;
        asked = new long[words.length];
        served = new long[words.length];
        waiting = new long[words.length][banks.count()];
    }

    /** Cycles until all are served, where each stream asks for its words within {@code pace} cycles. */
    long run(long pace) {
        long cycle = 0;
        while (!isDone()) {
            for (int stream = 0; stream < words.length; stream++) {
                long upTo = Math.min(words[stream], Math.ceilDiv(words[stream] * (cycle + 1), pace));
                for (; asked[stream] < upTo; asked[stream]++) {
                    waiting[stream][(int) ((first[stream] + asked[stream]) % banks.count())]++;
                }
            }
            for (int bank = 0; bank < banks.count(); bank++) {
                serve(bank);
            }
            cycle++;
        }
        return cycle;
    }

    private void serve(int bank) {
        int free = banks.ports();
        for (int stream = 0; stream < words.length; stream++) {
            long now = Math.min(free, waiting[stream][bank]);
            waiting[stream][bank] -= now;
            served[stream] += now;
            free -= (int) now;
        }
    }

    private boolean isDone() {
        for (int stream = 0; stream < words.length; stream++) {
            if (served[stream] < words[stream]) {
                return false;
            }
        }
        return true;
    }
}
