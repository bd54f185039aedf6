package dev.toeplitz.runtime.plan;

import java.util.function.IntFunction;

/** A tile's sums of 32 bits, each of which takes a pair of products at a time. */
record PairSums(TileShape shape) {
    /** Points of the reduction that are multiplied and added at a time. */
    static final int PAIR = 2;

    /** Sums of a vector, on any device: OpenCL C has vectors of sixteen 16-bit integers at most, which are eight pairs. */
    static final Vector LANES = new Vector(8);
    /** Stands in a source that needs what {@code pairs.cl} says. */
    static final String ADD = "ADD_PAIRS(";

    String declarations() {
        StringBuilder text = new StringBuilder();
        for (int col = 0; col < shape.cols(); col++) {
            for (int v = 0; v < shape.vectors(); v++) {
                text.append("int8 %s = (int8)(0); ".formatted(name(col, v)));
            }
        }
        return text.toString();
    }

    static String name(int col, int vector) {
        return "a%d_%d".formatted(col, vector);
    }

    /** Weights in a row, two for each sum. */
    int row() {
        return PAIR * shape.width();
    }

    /** Where a vector's weights begin in a row. */
    int at(int vector) {
        return vector * PAIR * shape.lanes().lanes();
    }

    /**
     * A pair of the left operand, and a row of weights, multiplied and added.
     *
     * @param weights a vector of sixteen 16-bit integers, by its number
     * @param pairs the address of a column's pair of 16-bit integers
     * @param space where they are
     */
    String products(IntFunction<String> weights, IntFunction<String> pairs, String space) {
        StringBuilder text = new StringBuilder();
        for (int v = 0; v < shape.vectors(); v++) {
            text.append("const short16 w%d = %s; ".formatted(v, weights.apply(v)));
        }
        for (int col = 0; col < shape.cols(); col++) {
            text.append("{ const short16 x = as_short16((int8)(as_int(*(%s const short2%s *)(%s)))); "
                    .formatted(space, Vector.ANYWHERE, pairs.apply(col)));
            for (int v = 0; v < shape.vectors(); v++) {
                text.append("%1$s = %2$s%1$s, x, w%3$d); ".formatted(name(col, v), ADD, v));
            }
            text.append("}\n");
        }
        return text.toString();
    }
}
