package dev.toeplitz.sim.cost;

/** How finely time is told; all give the same kind of result. */
public enum Fidelity {
    /** Closed form: microseconds a layer, and a lower bound of the timeline of each layer by itself. */
    ANALYTIC,
    /** Tiles as events over array, DMA engines, DRAM and vector unit; layers overlap. */
    TIMELINE
}
