package dev.toeplitz.graph.op;

import java.util.Arrays;

/**
 * How a value between elements comes from its neighbours.
 *
 * @param rounding which element is nearest
 * @param a the cubic's parameter (Keys 1981), −0.75 as a rule
 * @param antialias whether a kernel widens where an axis shrinks, so that every element counts
 * @param excludesOutside whether neighbours beyond the edge get no weight; else the edge's element stands for them
 */
public record Kernel(Mode mode, Rounding rounding, double a, boolean antialias, boolean excludesOutside) {
    /** Its shape, and over how many elements it reaches to each side. */
    public enum Mode {
        NEAREST(0),
        LINEAR(1),
        CUBIC(2);

        private final int reach;

        Mode(int reach) {
            this.reach = reach;
        }
    }

    /** To which element a source between two goes. */
    public enum Rounding {
        HALF_DOWN,
        HALF_UP,
        DOWN,
        UP
    }

    static Kernel of(Mode mode) {
        return new Kernel(mode, Rounding.HALF_DOWN, -0.75, false, false);
    }

    int nearest(double source, int last) {
        double rounded = switch (rounding) {
            case HALF_DOWN -> Math.ceil(source - 0.5);
            case HALF_UP -> Math.floor(source + 0.5);
            case DOWN -> Math.floor(source);
            case UP -> Math.ceil(source);
        };
        return Math.clamp((long) rounded, 0, last);
    }

    /** Neighbours that may have weight: as many on each side. */
    int taps(double scale) {
        return 2 * (int) Math.ceil(mode.reach / shrinking(scale));
    }

    /** The first neighbour. */
    int first(double source, double scale) {
        return (int) Math.floor(source) - taps(scale) / 2 + 1;
    }

    /** Of each neighbour, 1 in all. */
    double[] weights(double source, double scale, int last) {
        int first = first(source, scale);
        double[] weights = new double[taps(scale)];
        for (int tap = 0; tap < weights.length; tap++) {
            int index = first + tap;
            boolean counts = !excludesOutside || index >= 0 && index <= last;
            weights[tap] = counts ? height(Math.abs(index - source) * shrinking(scale)) : 0;
        }
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }

    private double shrinking(double scale) {
        return antialias ? Math.min(scale, 1) : 1;
    }

    /** The kernel at a distance from its middle. */
    private double height(double d) {
        return switch (mode) {
            case NEAREST -> d <= 0.5 ? 1 : 0;
            case LINEAR -> Math.max(0, 1 - d);
            case CUBIC ->
                d < 1 ? ((a + 2) * d - (a + 3)) * d * d + 1 : d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
        };
    }
}
