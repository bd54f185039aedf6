package dev.toeplitz.sim.search;

/**
 * What moving a byte and multiplying cost, in picojoules. A search needs no more than their ratios.
 *
 * @param dramByte of a byte that passes the DRAM interface
 * @param bufferByte of a byte that passes a buffer's port
 * @param mac of one multiply-accumulate
 */
public record AccessEnergy(double dramByte, double bufferByte, double mac) {
    /**
     * 16-bit words of Eyeriss in units of a MAC: DRAM 200, global buffer 6 (Chen et al., ISCA 2016, Table IV), with a MAC
     * as one picojoule; two bytes a word.
     */
    public static final AccessEnergy EYERISS_RATIOS = new AccessEnergy(100, 3, 1);

    public double picojoules(long dramBytes, long bufferBytes, long macs) {
        return dramBytes * dramByte + bufferBytes * bufferByte + macs * mac;
    }
}
