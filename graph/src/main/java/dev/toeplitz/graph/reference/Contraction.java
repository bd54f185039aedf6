package dev.toeplitz.graph.reference;

import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.tensor.Tensor;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * A contraction as groups of matrix products: the left operand's view written out by rows, the right one's by columns, a
 * few hundred columns at a time, so that neither is ever held as a whole matrix. Which operand is called left is a
 * matter of speed alone.
 *
 * <p>Order of summation: the reduction's loops in the order of the nest, from 0 upwards, one term after the other in
 * double precision, whatever runs in parallel. Where several points of the other loops meet in one result (a transposed
 * convolution), each one's sum is added to it, group by group, column block by column block, row by row.
 */
final class Contraction {
    /** Columns taken at a time: a row of results stays in the first-level cache. */
    private static final int MOST_COLS = 512;

    /** Elements of the right operand written out at a time: 32 MiB. */
    private static final int MOST_ELEMENTS = 1 << 22;

    /** With fewer columns than this the product is turned round, if that gives more. */
    private static final int ENOUGH_COLS = 16;

    /** Rows to a parallel task; fewer in all are not worth starting one. */
    private static final int ROWS_PER_TASK = 16;

    private final Operand left;
    private final Operand right;
    private final TabulatedView out;
    private final Extents extents;
    private final boolean scatters;
    private final Sums sums;

    /** A tensor behind a view of rows (groups outermost) and columns. */
    private record Operand(TabulatedView view, Tensor source) {
        void gather(int row, int from, int to, double[] into) {
            view.gather(source, row, from, to, 0, into, 0, new int[to - from]);
        }

        double at(int row, int col) {
            return source.at(view.position(row, col));
        }

        boolean outside(int row, int col) {
            return view.position(row, col) == TabulatedView.OUTSIDE;
        }
    }

    private record Extents(int groups, int rows, int cols, int depth) {}

    /**
     * {@code values} = Σ left · right and, only where asked for, {@code sizes} = Σ |left| · |right| and {@code terms} = of
     * how many terms each sum is made.
     */
    record Sums(double[] values, double[] sizes, double[] terms) {
        static Sums zero(int elements, boolean withSizes) {
            return new Sums(
                    new double[elements],
                    withSizes ? new double[elements] : null,
                    withSizes ? new double[elements] : null);
        }

        boolean withSizes() {
            return sizes != null;
        }
    }

    private Contraction(Contract contract, Roles roles, Tensor left, Tensor right, boolean withSizes) {
        this.left = new Operand(
                new TabulatedView(contract.left(), Roles.join(roles.groups(), roles.rows()), roles.depth()), left);
        this.right = new Operand(
                new TabulatedView(contract.right(), Roles.join(roles.groups(), roles.depth()), roles.cols()), right);
        out = new TabulatedView(contract.out(), Roles.join(roles.groups(), roles.rows()), roles.cols());
        extents = new Extents(
                Roles.points(roles.groups()),
                Roles.points(roles.rows()),
                Roles.points(roles.cols()),
                Roles.points(roles.depth()));
        scatters = !Injectivity.holds(contract.out(), roles.ofResult());
        sums = Sums.zero(Math.toIntExact(contract.result().elements()), withSizes);
    }

    static double[] values(Contract contract, Tensor left, Tensor right) {
        return run(contract, left, right, false).values;
    }

    /** The sums and what their error bound needs, in one pass. */
    static Sums sums(Contract contract, Tensor left, Tensor right) {
        return run(contract, left, right, true);
    }

    private static Sums run(Contract contract, Tensor left, Tensor right, boolean withSizes) {
        Roles roles = Roles.of(contract);
        Contract turned = new Contract(contract.loops(), contract.right(), contract.left(), contract.out());
        Contraction contraction = readsBetterTurned(contract, roles)
                ? new Contraction(turned, Roles.of(turned), right, left, withSizes)
                : new Contraction(contract, roles, left, right, withSizes);
        contraction.run();
        return contraction.sums;
    }

    /**
     * Few columns are slow, unless there are as few rows; a vector times a matrix is turned so that the matrix is read in
     * its own order.
     */
    private static boolean readsBetterTurned(Contract contract, Roles roles) {
        int rows = Roles.points(roles.rows());
        int cols = Roles.points(roles.cols());
        if (rows == 1) {
            return new TabulatedView(contract.right(), Roles.join(roles.groups(), roles.cols()), roles.depth())
                    .contiguous();
        }
        return cols < ENOUGH_COLS && cols < rows;
    }

    private void run() {
        forEach(extents.groups, !scatters && extents.groups > 1, group -> {
            int step = Math.clamp(MOST_ELEMENTS / Math.max(1, extents.depth), 1, MOST_COLS);
            for (int from = 0; from < extents.cols; from += step) {
                runBlock(group, from, Math.min(from + step, extents.cols));
            }
        });
    }

    /** All rows of one group and columns {@code from} to {@code to}. */
    private void runBlock(int group, int from, int to) {
        double[][] block = new double[extents.depth][to - from];
        boolean parallel = !scatters && extents.groups == 1 && extents.rows >= 2 * ROWS_PER_TASK;
        forEach(extents.depth, parallel, k -> right.gather(group * extents.depth + k, from, to, block[k]));
        double[] vector = to - from == 1 ? column(block) : null;
        forEach(Math.ceilDiv(extents.rows, ROWS_PER_TASK), parallel, task -> {
            RowResult row = new RowResult(to - from);
            double[] a = new double[extents.depth];
            int end = Math.min(extents.rows, (task + 1) * ROWS_PER_TASK);
            for (int i = task * ROWS_PER_TASK; i < end; i++) {
                left.gather(group * extents.rows + i, 0, extents.depth, a);
                row.multiply(a, block, vector);
                store(row, group, group * extents.rows + i, from);
            }
        });
    }

    private static double[] column(double[][] block) {
        return Arrays.stream(block).mapToDouble(row -> row[0]).toArray();
    }

    /** One row of the product, used again for the next. */
    private final class RowResult {
        private final double[] values;
        private final double[] sizes;
        private final int[] positions;

        RowResult(int cols) {
            values = new double[cols];
            sizes = new double[cols];
            positions = new int[cols];
        }

        /** {@code vector} is the block's one column, or null where there are more. */
        void multiply(double[] a, double[][] block, double[] vector) {
            Arrays.fill(values, 0);
            Arrays.fill(sizes, 0);
            if (vector != null) {
                values[0] = RowKernel.dot(a, vector);
                sizes[0] = sums.withSizes() ? RowKernel.dotOfSizes(a, vector) : 0;
            } else if (sums.withSizes()) {
                RowKernel.multiplyBoth(a, block, values.length, values, sizes);
            } else {
                RowKernel.multiply(a, block, values.length, values);
            }
        }
    }

    private void store(RowResult row, int group, int leftRow, int from) {
        out.positions(leftRow, from, from + row.values.length, row.positions);
        for (int j = 0; j < row.values.length; j++) {
            int position = row.positions[j];
            if (position != TabulatedView.OUTSIDE) {
                // Padding's 0 times an infinite weight is no number, but padding must add nothing: look again.
                boolean suspect = Double.isNaN(row.values[j]);
                sums.values[position] += suspect ? withoutPadding(group, leftRow, from + j) : row.values[j];
                storeSizes(position, row.sizes[j]);
            }
        }
    }

    private void storeSizes(int position, double size) {
        if (sums.withSizes()) {
            sums.sizes[position] += size;
            sums.terms[position] += extents.depth;
        }
    }

    private double withoutPadding(int group, int leftRow, int col) {
        double sum = 0;
        for (int k = 0; k < extents.depth; k++) {
            int rightRow = group * extents.depth + k;
            if (!left.outside(leftRow, k) && !right.outside(rightRow, col)) {
                sum += left.at(leftRow, k) * right.at(rightRow, col);
            }
        }
        return sum;
    }

    private static void forEach(int count, boolean parallel, IntConsumer body) {
        IntStream range = IntStream.range(0, count);
        (parallel ? range.parallel() : range).forEach(body);
    }
}
