package dev.toeplitz.sim.search;

import dev.toeplitz.sim.analytic.Order;
import dev.toeplitz.terms.MatrixAxis;
import java.util.Arrays;
import java.util.stream.IntStream;

/** What each order of tiles allows, by the order's number: strips by which of an operand's two roles they are whole along. */
final class Strips {
    private static final Order[] ORDERS = Order.all();
    /** Orders that differ, by which of M, N, K (bits 0, 1, 2) have more than one tile. */
    static final int[][] DIFFERENT = new int[8][];

    static final int[] INPUT_STRIP = new int[ORDERS.length];
    static final int[] WEIGHT_STRIP = new int[ORDERS.length];
    static final int[] OUTPUT_STRIP = new int[ORDERS.length];

    static {
        for (Order order : ORDERS) {
            int i = order.ordinal();
            INPUT_STRIP[i] = strip(order, MatrixAxis.N, MatrixAxis.M, MatrixAxis.K);
            WEIGHT_STRIP[i] = strip(order, MatrixAxis.M, MatrixAxis.N, MatrixAxis.K);
            OUTPUT_STRIP[i] = strip(order, MatrixAxis.K, MatrixAxis.M, MatrixAxis.N);
        }
        for (int looping = 0; looping < DIFFERENT.length; looping++) {
            DIFFERENT[looping] = different(looping);
        }
    }

    private Strips() {}

    private static int strip(Order order, MatrixAxis still, MatrixAxis first, MatrixAxis second) {
        return (order.isInside(first, still) ? 1 : 0) | (order.isInside(second, still) ? 2 : 0);
    }

    /**
     * A role of a single tile makes no difference to what is loaded again, but to which strip there is of the operand that it
     * does not move. In the middle it allows the one that is neither a tile nor all.
     */
    private static int[] different(int looping) {
        return switch (Integer.bitCount(looping)) {
            case 0, 1 -> new int[] {0};
            case 2 -> {
                MatrixAxis single =
                        (looping & 1) == 0 ? MatrixAxis.M : (looping & 2) == 0 ? MatrixAxis.N : MatrixAxis.K;
                yield Arrays.stream(ORDERS)
                        .filter(order -> order.middle() == single)
                        .mapToInt(Order::ordinal)
                        .toArray();
            }
            default -> IntStream.range(0, ORDERS.length).toArray();
        };
    }
}
