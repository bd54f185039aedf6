package dev.toeplitz.hw.fpga;

import dev.toeplitz.terms.Require;

/**
 * What parts of an engine take that its arithmetic and memories do not tell. One set for all designs.
 *
 * @param controlDsps blocks of control and addressing, whatever the size; likewise {@code controlBlockRams}, which hold
 *     instructions, and {@code controlLuts}, which hold sequencer, DMA engines and bus ports
 * @param lutsPerLane of one lane that requantises, activates, pools and adds a result
 * @param lutsPerAdderBit of an accumulator that is not in a DSP block
 * @param packedChain packed products that a block's fields can add up before they overflow
 * @param lutRamWords memories of at most so many words are made of LUTs
 */
public record FpgaCosts(
        double controlDsps,
        double controlBlockRams,
        double controlLuts,
        double lutsPerLane,
        double lutsPerAdderBit,
        int packedChain,
        int lutRamWords) {
    public FpgaCosts {
        Require.positive("control_luts", controlLuts);
        Require.positive("luts_per_lane", lutsPerLane);
        Require.positive("luts_per_adder_bit", lutsPerAdderBit);
        Require.positive("packed_chain", packedChain);
    }
}
