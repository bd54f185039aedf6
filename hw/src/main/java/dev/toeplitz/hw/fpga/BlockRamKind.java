package dev.toeplitz.hw.fpga;

/**
 * What one block of RAM holds: the shapes, words by bits, that it can be set to. A Xilinx block of 36 Kbit is two
 * independent ones of 18 Kbit and is counted in halves.
 *
 * <p>Sources: Xilinx UG473 and UG573; Intel Stratix V, Arria 10 and Stratix 10 embedded memory guides; Lattice TN1264.
 */
public enum BlockRamKind {
    BRAM36(0.5, new int[][] {{16384, 1}, {8192, 2}, {4096, 4}, {2048, 9}, {1024, 18}, {512, 36}}),
    M20K(1, new int[][] {{16384, 1}, {8192, 2}, {4096, 5}, {2048, 10}, {1024, 20}, {512, 40}}),
    M10K(1, new int[][] {{8192, 1}, {4096, 2}, {2048, 5}, {1024, 10}, {512, 20}, {256, 40}}),
    EBR18(1, new int[][] {{16384, 1}, {8192, 2}, {4096, 4}, {2048, 9}, {1024, 18}, {512, 36}});

    private final double unit;
    private final int[][] shapes;

    BlockRamKind(double unit, int[][] shapes) {
        this.unit = unit;
        this.shapes = shapes;
    }

    /** Blocks that a memory of {@code depth} words of {@code bits} takes, in the best of the shapes. */
    public double blocks(long depth, long bits) {
        long least = Long.MAX_VALUE;
        for (int[] shape : shapes) {
            least = Math.min(least, Math.multiplyExact(Math.ceilDiv(depth, shape[0]), Math.ceilDiv(bits, shape[1])));
        }
        return least * unit;
    }
}
