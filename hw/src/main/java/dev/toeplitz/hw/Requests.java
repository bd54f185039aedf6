package dev.toeplitz.hw;

import dev.toeplitz.terms.Require;

/**
 * What a transfer is made of where it is not one long burst: each row of a tile is asked for apart, in requests of at most
 * {@code bytes}. Loads and stores have their own queues. A memory behind a cache answers sooner where the cache still holds
 * the line.
 *
 * @param bytes of the largest request, a line of the cache
 * @param cycles from one request to the next while the cache answers: a line over its port, or the latency over the requests
 *     in flight
 * @param cacheBytes the cache before DRAM; 0 where there is none
 * @param missCycles the same where DRAM has to answer
 */
public record Requests(int bytes, int cycles, long cacheBytes, int missCycles) {
    public Requests {
        Require.positive("bytes", bytes);
        Require.positive("cycles", cycles);
        Require.atLeast("cache", cacheBytes, 0);
        Require.atLeast("miss_cycles", missCycles, cycles);
    }

    /** Requests of a row of so many bytes. */
    public long of(long rowBytes) {
        return Math.ceilDiv(Math.max(1, rowBytes), (long) bytes);
    }
}
