package dev.toeplitz.sim.timeline;

/**
 * The way to DRAM. Requests are served in the order in which they are issued, each when it is ready and the one before is
 * through; so a faster machine never finishes later, which a cleverer order would not guarantee (Graham 1969).
 */
final class Bus {
    private long free;

    /** Serves a request of {@code ticks}; gives the time when its last byte is through. */
    long serve(long ready, long ticks) {
        free = Math.max(free, ready) + ticks;
        return free;
    }

    /** When the last request is through. */
    long free() {
        return free;
    }
}
