package dev.toeplitz.sim.timeline;

/**
 * From a part's first event, a prefetch of its weights perhaps, to its last, the end of its last store. Spans of parts
 * overlap where the machine does.
 *
 * @param begin in cycles from the network's start, rounded down
 * @param end likewise, rounded up
 */
public record Span(int layer, long begin, long end) {
    public long cycles() {
        return end - begin;
    }
}
