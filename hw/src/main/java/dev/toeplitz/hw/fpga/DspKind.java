package dev.toeplitz.hw.fpga;

import dev.toeplitz.terms.DataType;

/**
 * What one DSP block multiplies. Two 8-bit products that share a factor fit one multiplier of 27 bits (Xilinx WP486), not
 * one of 25. An Intel block sums two 18-bit products; its three 9-bit products cannot be summed inside it, so they are
 * counted as two.
 *
 * <p>Sources: Xilinx UG479 (DSP48E1), UG579 (DSP48E2), WP486; Intel Stratix V, Arria 10 and Stratix 10 device handbooks;
 * Lattice TN1267 (ECP5 sysDSP).
 */
public enum DspKind {
    DSP48E1(25, 18, 1, 1, 5, 300),
    DSP48E2(27, 18, 1, 2, 5, 300),
    /** Stratix V and Cyclone V: one 27 × 27 or two 18 × 18; floating-point adders in logic. */
    VARIABLE_PRECISION(27, 27, 2, 2, 1, 500),
    /** Arria 10 and Stratix 10: as before, with a hard floating-point multiplier and adder. */
    HARD_FLOAT(27, 27, 2, 2, 1, 0),
    /** 18 × 18 or two 9 × 9; a 24-bit mantissa takes four. */
    SYS_DSP(18, 18, 1, 2, 4, 500);

    private final int wide;
    private final int narrow;
    private final int products16;
    private final int products8;
    private final int blocksPerFloatMac;
    private final int lutsPerFloatMac;

    DspKind(int wide, int narrow, int products16, int products8, int blocksPerFloatMac, int lutsPerFloatMac) {
        this.wide = wide;
        this.narrow = narrow;
        this.products16 = products16;
        this.products8 = products8;
        this.blocksPerFloatMac = blocksPerFloatMac;
        this.lutsPerFloatMac = lutsPerFloatMac;
    }

    /**
     * Blocks that one multiply-accumulate of a type takes, below 1 where several share a block.
     *
     * @param packs whether products share blocks where they can
     */
    public double blocksPerMac(DataType type, boolean packs) {
        if (type.isFloat()) {
            return blocksPerFloatMac;
        }
        if (type.bits() <= 8) {
            return packs ? 1.0 / products8 : 1;
        }
        if (type.bits() <= 18) {
            return packs ? 1.0 / products16 : 1;
        }
        // Partial products: of signed blocks all but the top one lose the sign bit.
        return Math.ceilDiv(type.bits() - 1, wide - 1) * (double) Math.ceilDiv(type.bits() - 1, narrow - 1);
    }

    /** Six-input LUTs beside the blocks for one multiply-accumulate: alignment and normalisation of floating point. */
    public int lutsPerMac(DataType type) {
        return type.isFloat() ? lutsPerFloatMac : 0;
    }
}
