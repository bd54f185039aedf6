package dev.toeplitz.terms;

/**
 * The name of a loop. The first ones are those of a convolution (N G M C P Q R S in much of the literature); the plain
 * axes name the loops of steps that go over a tensor's axes and nothing else.
 */
public enum LoopDim implements LoopSet {
    BATCH,
    GROUP,
    OUT_CHANNEL,
    IN_CHANNEL,
    OUT_DEPTH,
    OUT_ROW,
    OUT_COL,
    IN_DEPTH,
    IN_ROW,
    IN_COL,
    FILTER_DEPTH,
    FILTER_ROW,
    FILTER_COL,
    TIME,
    AXIS_0,
    AXIS_1,
    AXIS_2,
    AXIS_3,
    AXIS_4,
    AXIS_5,
    AXIS_6,
    AXIS_7,
    AXIS_8,
    AXIS_9;

    /** How many plain axes there are, and so the highest rank of a tensor. */
    public static final int MOST_AXES = 10;

    private static final LoopDim[] ALL = values();

    /** The plain loop over axis {@code axis} of a tensor. */
    public static LoopDim axis(int axis) {
        if (axis < 0 || axis >= MOST_AXES) {
            throw new InputException(
                    "a tensor has axis %d".formatted(axis),
                    "at most %d axes".formatted(MOST_AXES),
                    "merge axes by a reshape");
        }
        return ALL[AXIS_0.ordinal() + axis];
    }
}
