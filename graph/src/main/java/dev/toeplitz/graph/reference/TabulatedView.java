package dev.toeplitz.graph.reference;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Loops.Loop;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.terms.LoopDim;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A view written out as a matrix of positions: some of its loops, in their order, number the rows and others the
 * columns. A position is a sum of a row's share and a column's, from one table each, so the matrix itself is never
 * stored; only axes that can fall outside their tensor are checked.
 */
final class TabulatedView {
    static final int OUTSIDE = -1;

    /** An index that no other share brings back into any tensor. */
    private static final int FAR_OUTSIDE = Integer.MIN_VALUE / 2;

    private final int[] rowShare;
    private final int[] colShare;
    private final List<Checked> checked = new ArrayList<>();
    private final boolean contiguous;

    /** An axis that may leave 0 … extent − 1: each row's and each column's share of its index. */
    private record Checked(int extent, int[] row, int[] col) {}

    TabulatedView(View view, List<Loop> rows, List<Loop> cols) {
        rowShare = new int[points(rows)];
        colShare = new int[points(cols)];
        long[] strides = view.shape().strides();
        for (int axis = 0; axis < view.axes().size(); axis++) {
            Axis index = resolved(view.axes().get(axis), rows, cols);
            int[] row = shares(index, rows, true);
            int[] col = shares(index, cols, false);
            add(rowShare, row, (int) strides[axis]);
            add(colShare, col, (int) strides[axis]);
            int extent = view.shape().at(axis);
            if (least(row) + least(col) < 0 || most(row) + most(col) >= extent) {
                checked.add(new Checked(extent, row, col));
            }
        }
        contiguous = checked.isEmpty() && ascendsByOne(colShare);
    }

    private static int points(List<Loop> loops) {
        return loops.stream().mapToInt(Loop::extent).reduce(1, Math::multiplyExact);
    }

    /** A table of a loop that is not there is read at 0, where such a loop stands. */
    private static Axis resolved(Axis axis, List<Loop> rows, List<Loop> cols) {
        return switch (axis) {
            case Axis.Affine affine -> affine;
            case Axis.Lookup lookup -> {
                boolean runs = repeat(rows, lookup.dim()) > 0 || repeat(cols, lookup.dim()) > 0;
                yield runs || lookup.indices().isEmpty()
                        ? lookup
                        : Axis.at(lookup.indices().getFirst());
            }
        };
    }

    /** What these loops add to an axis' index at each of their points; one of the two tables carries the offset. */
    private static int[] shares(Axis axis, List<Loop> loops, boolean carriesOffset) {
        int[] shares = new int[points(loops)];
        switch (axis) {
            case Axis.Affine(int offset, List<Axis.Term> terms) -> {
                Arrays.fill(shares, carriesOffset ? offset : 0);
                terms.forEach(term -> addTerm(shares, loops, term));
            }
            case Axis.Lookup lookup -> addLookup(shares, loops, lookup);
        }
        return shares;
    }

    private static void addTerm(int[] shares, List<Loop> loops, Axis.Term term) {
        int repeat = repeat(loops, term.dim());
        int extent = extent(loops, term.dim());
        for (int i = 0; i < shares.length && repeat > 0; i++) {
            shares[i] += term.coefficient() * (i / repeat % extent);
        }
    }

    private static void addLookup(int[] shares, List<Loop> loops, Axis.Lookup lookup) {
        int repeat = repeat(loops, lookup.dim());
        int extent = extent(loops, lookup.dim());
        for (int i = 0; i < shares.length && repeat > 0; i++) {
            int index = lookup.indices().get(i / repeat % extent);
            shares[i] = index < 0 ? FAR_OUTSIDE : index;
        }
    }

    /** How many points of the nest pass before the loop moves on; 0 where it is not among these. */
    private static int repeat(List<Loop> loops, LoopDim dim) {
        int repeat = 1;
        for (int i = loops.size() - 1; i >= 0; i--) {
            if (loops.get(i).dim() == dim) {
                return repeat;
            }
            repeat *= loops.get(i).extent();
        }
        return 0;
    }

    private static int extent(List<Loop> loops, LoopDim dim) {
        return loops.stream()
                .filter(loop -> loop.dim() == dim)
                .mapToInt(Loop::extent)
                .findFirst()
                .orElse(1);
    }

    private static void add(int[] sums, int[] shares, int stride) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += shares[i] * stride;
        }
    }

    private static int least(int[] shares) {
        return Arrays.stream(shares).min().orElse(0);
    }

    private static int most(int[] shares) {
        return Arrays.stream(shares).max().orElse(0);
    }

    private static boolean ascendsByOne(int[] shares) {
        for (int i = 1; i < shares.length; i++) {
            if (shares[i] != shares[i - 1] + 1) {
                return false;
            }
        }
        return true;
    }

    int rows() {
        return rowShare.length;
    }

    int cols() {
        return colShare.length;
    }

    /** Whether each row is a run of neighbouring elements, none of them outside. */
    boolean contiguous() {
        return contiguous;
    }

    /** The row-major position in the tensor, or {@link #OUTSIDE}. */
    int position(int row, int col) {
        for (Checked axis : checked) {
            if (Integer.compareUnsigned(axis.row[row] + axis.col[col], axis.extent) >= 0) {
                return OUTSIDE;
            }
        }
        return rowShare[row] + colShare[col];
    }

    /** Whether any element of a part of a row is outside. */
    boolean leaves(int row, int from, int to) {
        for (int col = from; col < to && !checked.isEmpty(); col++) {
            if (position(row, col) == OUTSIDE) {
                return true;
            }
        }
        return false;
    }

    /** The positions of a part of a row, {@link #OUTSIDE} among them, into the front of {@code positions}. */
    void positions(int row, int from, int to, int[] positions) {
        int share = rowShare[row];
        for (int col = from; col < to; col++) {
            positions[col - from] = share + colShare[col];
        }
        for (Checked axis : checked) {
            markOutside(axis.row[row], axis.col, axis.extent, from, to, positions);
        }
    }

    private static void markOutside(int row, int[] col, int extent, int from, int to, int[] positions) {
        for (int i = from; i < to; i++) {
            if (Integer.compareUnsigned(row + col[i], extent) >= 0) {
                positions[i - from] = OUTSIDE;
            }
        }
    }

    /** The elements of a part of a row into {@code into} from {@code at} on, {@code fill} where outside. */
    void gather(Tensor source, int row, int from, int to, double fill, double[] into, int at, int[] scratch) {
        if (contiguous && source instanceof Tensor.Doubles(var _, double[] values)) {
            System.arraycopy(values, rowShare[row] + colShare[from], into, at, to - from);
            return;
        }
        positions(row, from, to, scratch);
        read(source, scratch, to - from, fill, into, at);
    }

    private static void read(Tensor source, int[] positions, int count, double fill, double[] into, int at) {
        switch (source) {
            case Tensor.Doubles(var _, double[] values) -> {
                for (int i = 0; i < count; i++) {
                    into[at + i] = positions[i] < 0 ? fill : values[positions[i]];
                }
            }
            case Tensor.Floats(var _, float[] values) -> {
                for (int i = 0; i < count; i++) {
                    into[at + i] = positions[i] < 0 ? fill : values[positions[i]];
                }
            }
            case Tensor.Stored _, Tensor.Filled _, Tensor.Random _, Tensor.Scaled _, Tensor.Absent _ -> {
                for (int i = 0; i < count; i++) {
                    into[at + i] = positions[i] < 0 ? fill : source.at(positions[i]);
                }
            }
        }
    }
}
