package dev.toeplitz.sim.timeline;

/** What works at a time of its own: a line of a trace. */
public enum Track {
    ARRAY("array"),
    VECTOR_UNIT("vector unit"),
    INPUT_DMA("input DMA"),
    WEIGHT_DMA("weight DMA"),
    OUTPUT_DMA("output DMA"),
    /** The array stands still because a buffer's banks have others to serve. */
    BANKS("buffer banks");

    private final String words;

    Track(String words) {
        this.words = words;
    }

    /** Whether what it does passes the way to DRAM, which one at a time has. */
    public boolean usesDram() {
        return this == INPUT_DMA || this == WEIGHT_DMA || this == OUTPUT_DMA;
    }

    /** Whether it stands in a trace even where it does nothing. */
    public boolean isAlwaysThere() {
        return this != BANKS;
    }

    /**
     * Among the tracks of several cores, or of one.
     *
     * @param core from 0
     */
    public String wordsOf(int core, int cores) {
        return cores == 1 ? words : "core %d %s".formatted(core + 1, words);
    }

    public String words() {
        return words;
    }
}
