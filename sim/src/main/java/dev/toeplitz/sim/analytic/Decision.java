package dev.toeplitz.sim.analytic;

/** One of the things that somebody has to decide before a layer can run, and why it was decided so. */
public record Decision(Part part, String taken, String reason) {
    /** What there is to decide. */
    public enum Part {
        /** Where operands lie. */
        PLACEMENT,
        /** What tells the engines what to do, and how much of it there is. */
        INSTRUCTIONS,
        /** Into which parts the work is cut. */
        PARTITIONING,
        /** By which algorithm it is done. */
        ALGORITHM
    }
}
