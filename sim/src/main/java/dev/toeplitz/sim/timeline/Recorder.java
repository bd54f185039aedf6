package dev.toeplitz.sim.timeline;

/** Is told what each track does and when; in ticks, so that nothing is rounded on the way. */
public interface Recorder {
    /** Listens to nothing. */
    Recorder NONE = (track, layer, from, to) -> {};

    /**
     * @param layer the number of the layer that the track works for
     * @param from in ticks of {@link Timeline#TICKS_PER_CYCLE} a cycle, from the network's start
     */
    void busy(Track track, int layer, long from, long to);

    /** Tells another too. */
    default Recorder and(Recorder other) {
        return (track, layer, from, to) -> {
            busy(track, layer, from, to);
            other.busy(track, layer, from, to);
        };
    }
}
