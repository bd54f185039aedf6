package dev.toeplitz.sim.analytic;

import dev.toeplitz.terms.MatrixAxis;
import java.util.List;

/** The order of the loops over tiles, outermost first; groups are always outside. */
public enum Order {
    M_N_K(MatrixAxis.M, MatrixAxis.N, MatrixAxis.K),
    N_M_K(MatrixAxis.N, MatrixAxis.M, MatrixAxis.K),
    M_K_N(MatrixAxis.M, MatrixAxis.K, MatrixAxis.N),
    N_K_M(MatrixAxis.N, MatrixAxis.K, MatrixAxis.M),
    K_M_N(MatrixAxis.K, MatrixAxis.M, MatrixAxis.N),
    K_N_M(MatrixAxis.K, MatrixAxis.N, MatrixAxis.M);

    private static final Order[] ALL = values();

    private final MatrixAxis outer;
    private final MatrixAxis middle;
    private final MatrixAxis inner;

    Order(MatrixAxis outer, MatrixAxis middle, MatrixAxis inner) {
        this.outer = outer;
        this.middle = middle;
        this.inner = inner;
    }

    public static Order[] all() {
        return ALL;
    }

    public List<MatrixAxis> roles() {
        return List.of(MatrixAxis.GROUPS, outer, middle, inner);
    }

    public MatrixAxis outer() {
        return outer;
    }

    public MatrixAxis middle() {
        return middle;
    }

    public MatrixAxis inner() {
        return inner;
    }

    /** Whether one role's loop over tiles stands inside another's; groups are inside none. */
    public boolean isInside(MatrixAxis role, MatrixAxis other) {
        return other == outer ? role == middle || role == inner : other == middle && role == inner;
    }

    /**
     * How often each tile of an operand is fetched when it is kept while only loops run that do not move it: the trips of
     * every loop that does not move it but stands outside one that does.
     *
     * @param still the one role of M, N, K that does not move the operand
     * @param trips tiles along M, N and K, by the role's ordinal
     */
    public long fetches(MatrixAxis still, long[] trips) {
        if (still == inner) {
            return 1;
        }
        long movingInside = still == outer ? trips[middle.ordinal()] * trips[inner.ordinal()] : trips[inner.ordinal()];
        return movingInside == 1 ? 1 : trips[still.ordinal()];
    }
}
