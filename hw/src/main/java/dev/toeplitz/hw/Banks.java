package dev.toeplitz.hw;

import dev.toeplitz.terms.Require;

/**
 * The banks of a buffer, across which neighbouring words lie in turn. Array, DMA and vector unit ask them for words; each
 * bank has a queue for each of the three, so that one that waits at a bank goes on at the others.
 *
 * @param ports words that a bank reads or writes in a cycle, for whomever
 * @param bytes of a word, what one access takes or puts
 */
public record Banks(int count, int ports, long bytes) {
    public Banks {
        Require.positive("count", count);
        Require.positive("ports", ports);
        Require.positive("bytes", bytes);
    }

    /** What all ports of all banks carry in a cycle; at most {@link Buffer#UNLIMITED}. */
    public long bytesPerCycle() {
        long accesses = (long) count * ports;
        return bytes > Buffer.UNLIMITED / accesses ? Buffer.UNLIMITED : accesses * bytes;
    }
}
