package dev.toeplitz.sim.cost;

/** Why the engine waits. Every stalled cycle has exactly one of these. */
public enum Cause {
    FIRST_TILE("the first tile has to arrive before anything can start"),
    LAST_TILE("the last tile has to leave after everything is done"),
    INPUT_BANDWIDTH("DRAM delivers the input too slowly"),
    WEIGHT_BANDWIDTH("DRAM delivers the weights too slowly"),
    OUTPUT_BANDWIDTH("DRAM takes results and partial sums too slowly"),
    IM2COL("the Toeplitz matrix is written to DRAM and read back"),
    BUFFER_PORT("a buffer's port is narrower than the array's appetite"),
    BUFFER_BANKS("array, DMA and vector unit together ask more of a buffer's banks than these serve"),
    VECTOR_UNIT("the vector unit finishes results more slowly than the array makes them");

    private final String reason;

    Cause(String reason) {
        this.reason = reason;
    }

    /** In plain words, for a report. */
    public String reason() {
        return reason;
    }
}
