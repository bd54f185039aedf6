package dev.toeplitz.hw;

/** In which order the axes of a feature map lie in DRAM, the last one's elements beside each other. */
public enum Layout {
    /** Plane after plane: neighbours are columns of a row. */
    NCHW,
    /** Pixel after pixel: neighbours are channels of a pixel. */
    NHWC
}
