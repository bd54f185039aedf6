package dev.toeplitz.sim.fpga;

/** What an FPGA has a budget of. */
public enum Resource {
    DSP("DSP blocks"),
    BLOCK_RAM("block RAM"),
    ULTRA_RAM("UltraRAM"),
    LOGIC("logic");

    private final String words;

    Resource(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
