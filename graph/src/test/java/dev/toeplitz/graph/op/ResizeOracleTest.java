package dev.toeplitz.graph.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.op.Kernel.Mode;
import dev.toeplitz.graph.op.Kernel.Rounding;
import dev.toeplitz.graph.op.Resize.Stretch;
import dev.toeplitz.graph.tensor.Shape;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Resizing of images pixel by pixel, both axes at once, by the formulas of ONNX's operator text. */
class ResizeOracleTest {
    private static final double EXTRAPOLATION = 7;

    /** One image, and how both its axes change. */
    private record Case(Elements x, List<Stretch> stretches, Coordinates coordinates) {
        static Case draw(Random random) {
            Elements x = Elements.random(random, 1, 1, 1 + random.nextInt(5), 1 + random.nextInt(5));
            Coordinates coordinates = Coordinates.values()[random.nextInt(Coordinates.values().length)];
            List<Stretch> stretches = List.of(stretch(random, x, 2, coordinates), stretch(random, x, 3, coordinates));
            return new Case(x, stretches, coordinates);
        }

        /** Mostly by a size, of which the ratio is the scale; at times by a scale, of which the size is the rounding. */
        private static Stretch stretch(Random random, Elements x, int axis, Coordinates coordinates) {
            int extent = x.shape().at(axis);
            double from = random.nextDouble() - 0.2;
            double to = from + 0.1 + random.nextDouble();
            if (random.nextInt(3) > 0 || coordinates == Coordinates.ALIGN_CORNERS) {
                int size = 1 + random.nextInt(9);
                return new Stretch(axis, size, (double) size / extent, from, to);
            }
            double scale = 0.3 + 2 * random.nextDouble();
            return new Stretch(axis, (int) (scale * extent), scale, from, to);
        }

        Elements resized(Kernel kernel) {
            return Elements.run(new Resize(stretches, coordinates, kernel, EXTRAPOLATION), x);
        }

        Elements expected(Sampler sampler) {
            Elements y = Elements.zeros(
                    1, 1, stretches.get(0).size(), stretches.get(1).size());
            y.forEach(p -> {
                double row = source(0, p[2]);
                double col = source(1, p[3]);
                boolean crops = coordinates == Coordinates.CROP;
                boolean outside = row < 0 || row > last(0) || col < 0 || col > last(1);
                y.set(crops && outside ? EXTRAPOLATION : sampler.at(this, row, col), p);
            });
            return y;
        }

        private int last(int axis) {
            return x.shape().at(2 + axis) - 1;
        }

        /** Where the text says that a position of the result lies. */
        private double source(int axis, int i) {
            Stretch s = stretches.get(axis);
            double length = last(axis) + 1;
            return switch (coordinates) {
                case HALF_PIXEL -> (i + 0.5) / s.scale() - 0.5;
                case HALF_PIXEL_SYMMETRIC -> {
                    double adjustment = s.size() / (s.scale() * length);
                    yield length / 2 * (1 - adjustment) + (i + 0.5) / s.scale() - 0.5;
                }
                case HALF_PIXEL_PYTORCH -> s.size() > 1 ? (i + 0.5) / s.scale() - 0.5 : 0;
                case HALF_PIXEL_TENSORFLOW -> (i + 0.5) / s.scale();
                case ALIGN_CORNERS -> s.size() > 1 ? i * (length - 1) / (s.size() - 1) : 0;
                case ASYMMETRIC -> i / s.scale();
                case CROP ->
                    s.size() > 1
                            ? s.from() * (length - 1) + i * (s.to() - s.from()) * (length - 1) / (s.size() - 1)
                            : 0.5 * (s.from() + s.to()) * (length - 1);
            };
        }

        /** The pixel, or the edge's beyond it. */
        double clamped(int row, int col) {
            return x.at(0, 0, Math.clamp(row, 0, last(0)), Math.clamp(col, 0, last(1)));
        }
    }

    @FunctionalInterface
    private interface Sampler {
        double at(Case given, double row, double col);
    }

    @Property(tries = 500)
    void theNearestPixelIsTaken(@ForAll long seed) {
        Random random = new Random(seed);
        Case given = Case.draw(random);
        Rounding rounding = Rounding.values()[random.nextInt(Rounding.values().length)];
        // Two ways to one coordinate may differ in the last bit, and a tie then goes either way: not what is tested
        // here.
        for (int axis = 0; axis < 2; axis++) {
            for (int i = 0; i < given.stretches.get(axis).size(); i++) {
                double twice = 2 * given.source(axis, i);
                boolean tie = twice == Math.rint(twice) && given.coordinates != Coordinates.HALF_PIXEL_SYMMETRIC;
                if (!tie && Math.abs(twice - Math.rint(twice)) < 1e-9) {
                    return;
                }
            }
        }
        Elements expected =
                given.expected((image, row, col) -> image.clamped(rounded(rounding, row), rounded(rounding, col)));
        Kernel kernel = new Kernel(Mode.NEAREST, rounding, -0.75, false, false);
        given.resized(kernel).assertEquals(expected);
    }

    private static int rounded(Rounding rounding, double source) {
        double below = Math.floor(source);
        boolean tie = source - below == 0.5;
        return (int)
                switch (rounding) {
                    case HALF_DOWN -> tie ? below : Math.rint(source);
                    case HALF_UP -> tie ? below + 1 : Math.rint(source);
                    case DOWN -> below;
                    case UP -> Math.ceil(source);
                };
    }

    @Property(tries = 500)
    void theFourPixelsAroundAreWeighedByNearness(@ForAll long seed) {
        Case given = Case.draw(new Random(seed));
        Elements expected = given.expected((image, row, col) -> {
            int top = (int) Math.floor(row);
            int left = (int) Math.floor(col);
            double down = row - top;
            double right = col - left;
            return (1 - down) * (1 - right) * image.clamped(top, left)
                    + (1 - down) * right * image.clamped(top, left + 1)
                    + down * (1 - right) * image.clamped(top + 1, left)
                    + down * right * image.clamped(top + 1, left + 1);
        });
        given.resized(Kernel.of(Mode.LINEAR)).assertEquals(expected);
    }

    @Property(tries = 300)
    void theSixteenPixelsAroundAreWeighedByKeysCubic(@ForAll long seed) {
        Random random = new Random(seed);
        Case given = Case.draw(random);
        double a = random.nextBoolean() ? -0.75 : -0.5;
        boolean excludes = random.nextBoolean();
        Elements expected = given.expected((image, row, col) -> {
            double sum = 0;
            double weights = 0;
            for (int r = (int) Math.floor(row) - 1; r <= Math.floor(row) + 2; r++) {
                for (int c = (int) Math.floor(col) - 1; c <= Math.floor(col) + 2; c++) {
                    boolean counts = !excludes || image.x.has(0, 0, r, c);
                    double weight = counts ? cubic(a, row - r) * cubic(a, col - c) : 0;
                    weights += weight;
                    sum += weight * image.clamped(r, c);
                }
            }
            return sum / weights;
        });
        // Far outside the image no weight is left to divide by.
        boolean hasWeights = DoubleStream.of(expected.values()).allMatch(Double::isFinite);
        if (hasWeights) {
            Kernel kernel = new Kernel(Mode.CUBIC, Rounding.HALF_DOWN, a, false, excludes);
            Elements found = given.resized(kernel);
            assertThat(found.shape()).isEqualTo(expected.shape());
            IntStream.range(0, found.values().length)
                    .forEach(i -> assertThat(found.values()[i]).isCloseTo(expected.values()[i], Offset.offset(1e-6)));
        }
    }

    private static double cubic(double a, double distance) {
        double d = Math.abs(distance);
        if (d <= 1) {
            return (a + 2) * d * d * d - (a + 3) * d * d + 1;
        }
        return d < 2 ? a * d * d * d - 5 * a * d * d + 8 * a * d - 4 * a : 0;
    }

    @Test
    void imagesAreDoubledWithHalfPixelCentres() {
        Elements x = Elements.of(Shape.of(1, 1, 1, 2), 0, 4);
        Elements.run(Resize.images(x.shape(), 2, Mode.LINEAR), x)
                .assertEquals(Elements.of(Shape.of(1, 1, 2, 4), 0, 1, 3, 4, 0, 1, 3, 4));
        Elements.run(Resize.images(x.shape(), 2, Mode.NEAREST), x)
                .assertEquals(Elements.of(Shape.of(1, 1, 2, 4), 0, 0, 4, 4, 0, 0, 4, 4));
    }

    @Test
    void shrinkingWithAntialiasingIsAMeanOfAllThatAWiderTriangleCovers() {
        Elements x = Elements.of(Shape.of(4), 0, 8, 16, 24);
        Resize half = new Resize(
                List.of(new Stretch(0, 2, 0.5, 0, 1)),
                Coordinates.HALF_PIXEL,
                new Kernel(Mode.LINEAR, Rounding.HALF_DOWN, -0.75, true, true),
                0);
        // Centre 0.5, triangle of width 2 to each side: weights 3, 3, 1 of 7 over elements 0, 1, 2.
        Elements.run(half, x).assertEquals(Elements.of(Shape.of(2), 40 / 7.0, 128 / 7.0));
    }
}
