package dev.toeplitz.graph.work;

import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.MatrixAxis;
import dev.toeplitz.terms.Operand;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One operand of a contraction as the matrix that a matrix engine multiplies: for a convolution's input the Toeplitz
 * (im2col) matrix with a row for each (channel, tap) and a column for each output pixel. It is never stored: it says where
 * an element comes from, how many different ones a tile touches, and what storing it would cost.
 *
 * <p>Filter up-sampling (dilation) is the same view with other coefficients; of a transposed convolution (input
 * up-sampling) the <em>output</em> is the Toeplitz view, into which products are added.
 *
 * <p>Counts along one axis are closed forms; along several they multiply, since a loop moves one axis only. Where one moves
 * two (a diagonal), those axes are enumerated together, in time proportional to the tile.
 */
public final class ToeplitzView {
    /** What {@link #source} gives where the matrix holds padding's zero. */
    public static final long PADDING = -1;

    private final Loops nest;
    private final Shape shape;
    private final long[] strides;
    private final int[] groupLoops;
    private final int[] rowLoops;
    private final int[] colLoops;
    private final IndexAxis[] axes;
    private final IndexAxis[] separate;

    /** Axes that share a loop with another, counted together; none as a rule. */
    private final List<IndexAxis> entangled;

    private ToeplitzView(Contract contract, View view, MatrixAxis rows, MatrixAxis cols) {
        nest = contract.loops();
        shape = view.shape();
        strides = shape.strides();
        List<MatrixAxis> roles = MatrixWork.of(contract).roles();
        groupLoops = loopsOf(roles, MatrixAxis.GROUPS);
        rowLoops = loopsOf(roles, rows);
        colLoops = loopsOf(roles, cols);
        axes = IntStream.range(0, shape.rank())
                .mapToObj(axis -> IndexAxis.of(view.axes().get(axis), shape.at(axis), nest))
                .toArray(IndexAxis[]::new);
        separate = Arrays.stream(axes).filter(axis -> !sharesALoop(axis)).toArray(IndexAxis[]::new);
        entangled = Arrays.stream(axes).filter(this::sharesALoop).toList();
    }

    /** The input as K × M, the weight as K × N, the output as N × M, in each group. */
    public static ToeplitzView of(Contract contract, Operand operand) {
        return switch (operand) {
            case INPUT -> new ToeplitzView(contract, contract.left(), MatrixAxis.K, MatrixAxis.M);
            case WEIGHT -> new ToeplitzView(contract, contract.right(), MatrixAxis.K, MatrixAxis.N);
            case OUTPUT -> new ToeplitzView(contract, contract.out(), MatrixAxis.N, MatrixAxis.M);
        };
    }

    private static int[] loopsOf(List<MatrixAxis> roles, MatrixAxis role) {
        return IntStream.range(0, roles.size())
                .filter(i -> roles.get(i) == role)
                .toArray();
    }

    private boolean sharesALoop(IndexAxis axis) {
        return Arrays.stream(axes)
                .filter(other -> other != axis)
                .flatMapToInt(other -> Arrays.stream(other.loops()))
                .anyMatch(loop -> Arrays.stream(axis.loops()).anyMatch(own -> own == loop));
    }

    public long groups() {
        return points(groupLoops);
    }

    /** Of one group: the reduction's extent, for a convolution channels × taps. */
    public long rows() {
        return points(rowLoops);
    }

    /** Of one group: for a convolution output pixels, of all images of the batch. */
    public long cols() {
        return points(colLoops);
    }

    private long points(int[] loops) {
        return Arrays.stream(loops)
                .mapToLong(loop -> nest.list().get(loop).extent())
                .reduce(1, Math::multiplyExact);
    }

    /** The row-major position in the tensor that an element of the matrix comes from, or {@link #PADDING}. */
    public long source(long group, long row, long col) {
        int[] point = new int[nest.list().size()];
        decode(group, groupLoops, point);
        decode(row, rowLoops, point);
        decode(col, colLoops, point);
        long position = 0;
        for (int axis = 0; axis < axes.length; axis++) {
            int index = axes[axis].at(point);
            if (index < 0) {
                return PADDING;
            }
            position += index * strides[axis];
        }
        return position;
    }

    /** A number as indices of the loops, the innermost fastest. */
    private void decode(long number, int[] loops, int[] point) {
        long rest = number;
        for (int i = loops.length - 1; i >= 0; i--) {
            int extent = nest.list().get(loops[i]).extent();
            point[loops[i]] = (int) (rest % extent);
            rest /= extent;
        }
    }

    /** Elements of the matrix in all groups, padding's zeros among them. */
    public long elements() {
        return Math.multiplyExact(groups(), Math.multiplyExact(rows(), cols()));
    }

    /** Elements of the matrix that come from the tensor. */
    public long elementsFromTensor() {
        Tile whole = Tile.whole(nest);
        long product = entangled.isEmpty()
                ? 1
                : Enumeration.of(entangled, whole.starts(), whole.extents()).inside();
        for (IndexAxis axis : separate) {
            product = Math.multiplyExact(product, axis.inside(whole.starts(), whole.extents()));
        }
        return product;
    }

    /** How many different elements of the tensor the tile touches. */
    public long distinct(Tile tile) {
        return distinct(tile.starts(), tile.extents());
    }

    /**
     * The same for hot paths: where each loop of the nest starts, and how far it runs. Allocates nothing where axes are affine
     * in one or two loops and no loop moves two of them.
     */
    public long distinct(int[] starts, int[] extents) {
        long product = 1;
        for (IndexAxis axis : separate) {
            product *= axis.distinct(starts, extents);
        }
        return entangled.isEmpty()
                ? product
                : product * Enumeration.of(entangled, starts, extents).distinct();
    }

    /** How many different indices along one axis of the tensor a tile touches. */
    public long distinctOnAxis(int axis, int[] starts, int[] extents) {
        return axes[axis].distinct(starts, extents);
    }

    /** Elements of the tensor that are used at all: a stride or a crop may skip some. */
    public long distinct() {
        return distinct(Tile.whole(nest));
    }

    /** Bytes of im2col in memory: each element used is read once, the matrix written, and read again by the product. */
    public long explicitBytes(DataType type) {
        long matrix = type.bytes(elements());
        return Math.addExact(implicitBytes(type), Math.multiplyExact(2, matrix));
    }

    /** Bytes where the matrix is made on the fly from an operand that is read once. */
    public long implicitBytes(DataType type) {
        return type.bytes(distinct());
    }

    /** Elements of the matrix to elements of the tensor: 9 for a 3×3 SAME convolution, 12.25 for a 7×7 of stride 2. */
    public double expansion() {
        return (double) elements() / shape.elements();
    }
}
