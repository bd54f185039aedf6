package dev.toeplitz.sim.fusion;

/**
 * Layers {@code first} to {@code last} as one.
 *
 * @param stripRows rows of the last layer's result in a strip
 * @param strips of all images
 * @param weightsStay whether each weight is read once; otherwise once for each strip
 * @param haloMacs multiply-accumulates that are done twice
 * @param onChipCycles of array and vector unit, strip after strip and layer after layer
 * @param endCycles before the first tile is there and after the last result is made
 * @param cycles the most of both together and what DRAM takes
 */
public record Chain(
        int first,
        int last,
        int stripRows,
        long strips,
        boolean weightsStay,
        long haloMacs,
        long onChipCycles,
        long endCycles,
        long cycles,
        long dramBytes,
        long cyclesBefore,
        long dramBytesBefore) {
    /** Fewer bytes, or as many in less time. */
    boolean isBetterThan(Chain other) {
        return dramBytes != other.dramBytes ? dramBytes < other.dramBytes : cycles < other.cycles;
    }

    /** DRAM bytes fewer than of the layers one by one. */
    public long bytesSaved() {
        return dramBytesBefore - dramBytes;
    }
}
