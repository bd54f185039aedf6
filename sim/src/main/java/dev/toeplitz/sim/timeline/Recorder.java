package dev.toeplitz.sim.timeline;

/** Is told what each track does and when; in ticks, so that nothing is rounded on the way. */
public interface Recorder {
    /** Listens to nothing. */
    Recorder NONE = (core, track, layer, from, to) -> {};

    /**
     * @param core the number of the core that the track belongs to, from 0
     * @param layer the number of the layer that the track works for
     * @param from in ticks of {@link Timeline#TICKS_PER_CYCLE} a cycle, from the network's start
     */
    void busy(int core, Track track, int layer, long from, long to);

    /** Tells another too. */
    default Recorder and(Recorder other) {
        return (core, track, layer, from, to) -> {
            busy(core, track, layer, from, to);
            other.busy(core, track, layer, from, to);
        };
    }
}
