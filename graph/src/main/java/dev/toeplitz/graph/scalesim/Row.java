package dev.toeplitz.graph.scalesim;

import dev.toeplitz.terms.Require;

/** A layer as SCALE-Sim lists it. Extents are elements. */
public sealed interface Row {
    String name();

    /**
     * A convolution of one image. The map has its padding already; a last window that runs over its edge counts.
     *
     * @param depthwise whether each channel has {@code filters} filters of its own; else each filter reads all channels
     */
    record Convolution(
            String name,
            int height,
            int width,
            int filterHeight,
            int filterWidth,
            int channels,
            int filters,
            int strideHeight,
            int strideWidth,
            boolean depthwise)
            implements Row {
        public Convolution {
            Require.positive("the map's height", height);
            Require.positive("the map's width", width);
            Require.positive("the filter's height", filterHeight);
            Require.positive("the filter's width", filterWidth);
            Require.positive("the number of channels", channels);
            Require.positive("the number of filters", filters);
            Require.positive("the stride", strideHeight);
            Require.positive("the stride", strideWidth);
            requireInside("height", filterHeight, height);
            requireInside("width", filterWidth, width);
        }

        private static void requireInside(String which, int filter, int map) {
            Require.that(
                    filter <= map,
                    "a filter of %s %d on a map of %d".formatted(which, filter, map),
                    "a map that holds the filter",
                    "give the map with its padding");
        }
    }

    /** {@code batch} products of M × K by K × N. */
    record Product(String name, int m, int n, int k, int batch) implements Row {
        public Product {
            Require.positive("M", m);
            Require.positive("N", n);
            Require.positive("K", k);
            Require.positive("the batch", batch);
        }
    }
}
