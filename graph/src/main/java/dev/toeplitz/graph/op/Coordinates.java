package dev.toeplitz.graph.op;

/** How a position on a stretched axis is told on the axis as it was; ONNX's coordinate transformation modes. */
public enum Coordinates {
    /** Pixels are areas, and their centres lie between: (i + ½) / scale − ½. */
    HALF_PIXEL,
    /** The same around the middle of the axis, where rounding made the size another than the scale says. */
    HALF_PIXEL_SYMMETRIC,
    /** Half-pixel, but 0 where the result has one position. */
    HALF_PIXEL_PYTORCH,
    /** (i + ½) / scale, for nearest elements only. */
    HALF_PIXEL_TENSORFLOW,
    /** The outermost elements stay the outermost ones; where scale · extent is no whole number, ONNX does not round it here. */
    ALIGN_CORNERS,
    /** i / scale. */
    ASYMMETRIC,
    /** Part of the axis, from corner to corner; what lies outside it is extrapolated. */
    CROP;

    /** Where position {@code i} lies on an axis of {@code extent} elements. */
    double source(int i, int extent, Resize.Stretch stretch) {
        double centred = (i + 0.5) / stretch.scale() - 0.5;
        return switch (this) {
            case HALF_PIXEL -> centred;
            case HALF_PIXEL_SYMMETRIC -> centred + offCentre(extent, stretch);
            case HALF_PIXEL_PYTORCH -> stretch.size() > 1 ? centred : 0;
            case HALF_PIXEL_TENSORFLOW -> (i + 0.5) / stretch.scale();
            case ALIGN_CORNERS -> stretch.size() > 1 ? i * (extent - 1) / (stretched(extent, stretch) - 1) : 0;
            case ASYMMETRIC -> i / stretch.scale();
            case CROP -> cropped(i, extent - 1, stretch);
        };
    }

    /** As long as the scale says; where that is the size but for rounding, the size, or a corner would be missed by a hair. */
    private static double stretched(int extent, Resize.Stretch stretch) {
        double length = stretch.scale() * extent;
        return Math.abs(length - stretch.size()) < 1e-6 ? stretch.size() : length;
    }

    private static double offCentre(int extent, Resize.Stretch stretch) {
        double rounding = stretch.size() / (stretch.scale() * extent);
        return extent / 2.0 * (1 - rounding);
    }

    private static double cropped(int i, int last, Resize.Stretch stretch) {
        if (stretch.size() == 1) {
            return 0.5 * (stretch.from() + stretch.to()) * last;
        }
        return stretch.from() * last + i * (stretch.to() - stretch.from()) * last / (stretch.size() - 1);
    }
}
