package dev.toeplitz.graph.zoo;

import dev.toeplitz.graph.tensor.Shape;

/**
 * What is asked of an architecture.
 *
 * @param name the network's
 * @param classes outputs of its last layer
 * @param width a factor on its channels, for papers that vary it; else 1
 */
record Setting(String name, Shape input, int classes, double width) {
    /** {@code channels} times the width, cut off, at least 1: the MobileNet paper's α. */
    int scaled(int channels) {
        return Math.max(1, (int) (channels * width));
    }

    /** The nearest multiple of 8, but never less than nine tenths: how the searched networks round channels. */
    static int byEights(double channels) {
        int rounded = Math.max(8, (int) (channels + 4) / 8 * 8);
        return rounded < 0.9 * channels ? rounded + 8 : rounded;
    }
}
