package dev.toeplitz.sim.timeline;

/** What works at a time of its own: a line of a trace. */
public enum Track {
    ARRAY("array"),
    VECTOR_UNIT("vector unit"),
    INPUT_DMA("input DMA"),
    WEIGHT_DMA("weight DMA"),
    OUTPUT_DMA("output DMA");

    private final String words;

    Track(String words) {
        this.words = words;
    }

    /** Whether what it does passes the way to DRAM, which one at a time has. */
    public boolean usesDram() {
        return this != ARRAY && this != VECTOR_UNIT;
    }

    public String words() {
        return words;
    }
}
