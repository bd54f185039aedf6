package dev.toeplitz.sim.cost;

import dev.toeplitz.terms.Require;

/**
 * A layer's part in a chain of layers that run as one, strip of rows by strip of rows. Its cost is that of all strips
 * together: what is made twice is counted twice.
 *
 * @param first the chain's first layer by name
 * @param last the chain's last layer by name
 * @param stripRows rows of the last layer's result in a strip
 * @param strips of all images
 * @param weightsStay whether the weights of all layers are read once; otherwise once for each strip
 * @param rows of this layer's result, of all images
 * @param rowsMade of these in all strips together; what exceeds {@code rows} is halo, made again
 * @param haloMacs multiply-accumulates of this layer that are done again
 * @param dramBytesBefore what this layer by itself moves
 * @param chainBytesSaved DRAM bytes that the whole chain saves
 */
public record FusedShare(
        String first,
        String last,
        int stripRows,
        long strips,
        boolean weightsStay,
        long rows,
        long rowsMade,
        long haloMacs,
        long dramBytesBefore,
        long chainBytesSaved) {
    public FusedShare {
        Require.positive("rows of a strip", stripRows);
        Require.positive("rows", rows);
    }

    /** What the layer does {@code count} times by itself, with its halo; rounded up. */
    public long withHalo(long count) {
        return Math.ceilDiv(Math.multiplyExact(count, rowsMade), rows);
    }

    /** A sentence for whoever asks about the layer. */
    public String words() {
        return "one of %s to %s that run as one, in %,d strips of %,d rows of the last result; %,d of %,d rows are made, %,d MACs again; "
                        .formatted(first, last, strips, stripRows, rowsMade, rows, haloMacs)
                + (weightsStay ? "weights stay" : "weights are read for each strip")
                + "; %,d DRAM bytes by itself, the chain saves %,d".formatted(dramBytesBefore, chainBytesSaved);
    }
}
