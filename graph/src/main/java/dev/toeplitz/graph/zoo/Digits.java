package dev.toeplitz.graph.zoo;

import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.Require;

/** The ten digits on 7 × 12 pixels, +1 for ink and −1 for paper, each drawn with the seven segments of a display. */
final class Digits {
    private static final int ROWS = 12;
    private static final int COLS = 7;
    private static final int MIDDLE = 6;

    static final int PIXELS = ROWS * COLS;

    /** Segments of each digit: a top, b and c right, d bottom, e and f left, g middle. */
    private static final String[] SEGMENTS = {
        "abcdef", "bc", "abged", "abgcd", "fgbc", "afgcd", "afgedc", "abc", "abcdefg", "abcdfg"
    };

    private Digits() {}

    /** The first {@code count} digits, a row each. */
    static Tensor codes(int count) {
        Require.atMost("the number of digits", count, SEGMENTS.length);
        double[] values = new double[count * PIXELS];
        for (int i = 0; i < values.length; i++) {
            int pixel = i % PIXELS;
            boolean ink = SEGMENTS[i / PIXELS].indexOf(segment(pixel / COLS, pixel % COLS)) >= 0;
            values[i] = ink ? 1 : -1;
        }
        return Tensor.of(new TensorType(DataType.INT8, Shape.of(count, PIXELS)), values);
    }

    /** The segment that a pixel belongs to; a blank where it belongs to none. */
    private static char segment(int row, int col) {
        boolean upper = row < MIDDLE;
        boolean inside = col > 0 && col < COLS - 1;
        if (inside) {
            return row == 0 ? 'a' : row == MIDDLE ? 'g' : row == ROWS - 1 ? 'd' : ' ';
        }
        return col == 0 ? (upper ? 'f' : 'e') : upper ? 'b' : 'c';
    }
}
