package dev.toeplitz.graph.zoo;

import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.Require;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a user changes about a network; what is not said stays as published.
 *
 * @param batch images (or sequences) at a time
 * @param size the last two extents of the input: rows and columns of an image
 * @param classes outputs of the last layer
 * @param width a factor on the channels, where the paper has one
 */
public record Options(OptionalInt batch, Optional<Size> size, OptionalInt classes, double width) {
    /** Everything as published. */
    public static final Options USUAL = new Options(OptionalInt.empty(), Optional.empty(), OptionalInt.empty(), 1);

    /** Rows and columns of an image; steps and features of a sequence. */
    public record Size(int rows, int cols) {
        public Size {
            Require.positive("rows", rows);
            Require.positive("columns", cols);
        }
    }

    public Options {
        batch.ifPresent(count -> Require.positive("the batch", count));
        classes.ifPresent(count -> Require.positive("the number of classes", count));
        Require.positive("the width", width);
    }

    public Options withBatch(int count) {
        return new Options(OptionalInt.of(count), size, classes, width);
    }

    public Options withSize(int rows, int cols) {
        return new Options(batch, Optional.of(new Size(rows, cols)), classes, width);
    }

    public Options withClasses(int count) {
        return new Options(batch, size, OptionalInt.of(count), width);
    }

    public Options withWidth(double factor) {
        return new Options(batch, size, classes, factor);
    }

    /** The input that these options make of a network's usual one. */
    Shape input(Shape usual) {
        Shape sized = size.map(given -> usual.with(-2, given.rows).with(-1, given.cols))
                .orElse(usual);
        return sized.with(0, batch.orElse(usual.at(0)));
    }
}
