package dev.toeplitz.hw;

/**
 * How a convolution reaches the array.
 *
 * @param im2col where its Toeplitz matrix exists
 * @param layout how the maps that it reads and writes lie in DRAM, and so how long the runs are in which tiles are fetched
 */
public record Lowering(Im2col im2col, Layout layout) {
    /** What is taken where a description says nothing: the least traffic, and maps as networks are written. */
    public static final Lowering USUAL = new Lowering(Im2col.IMPLICIT, Layout.NCHW);

    public Lowering with(Im2col other) {
        return new Lowering(other, layout);
    }

    public Lowering with(Layout other) {
        return new Lowering(im2col, other);
    }
}
