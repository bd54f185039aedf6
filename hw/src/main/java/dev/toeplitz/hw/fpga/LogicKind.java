package dev.toeplitz.hw.fpga;

/**
 * Units in which a device's logic is counted, against a six-input LUT. By the vendors' own logic elements (an element is
 * about a four-input LUT and a register): 1.6 to a six-input LUT (Xilinx DS180), 2.65 to an adaptive logic module (Intel
 * Stratix V and Arria 10 overviews: 622 K elements are 234,720 modules).
 */
public enum LogicKind {
    LUT6(1),
    ALM(2.65 / 1.6),
    LUT4(1 / 1.6);

    private final double sixInputLuts;

    LogicKind(double sixInputLuts) {
        this.sixInputLuts = sixInputLuts;
    }

    /** Units that take the place of so many six-input LUTs. */
    public double units(double luts) {
        return luts / sixInputLuts;
    }
}
