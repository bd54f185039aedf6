package dev.toeplitz.sim.search;

/** What a mapping search minimises. Each grows with cycles, with DRAM bytes and with buffer bytes, as bounds need it. */
public enum Objective {
    /** Time; among mappings as fast as each other, DRAM bytes, and then cycles of the array. */
    CYCLES("cycles"),
    /** Energy of DRAM, buffers and MACs; among equals, time. */
    ENERGY("energy"),
    /** Energy × delay; among equals, time. */
    EDP("energy × cycles");

    private final String words;

    Objective(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
