package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.ChannelShuffle;
import dev.toeplitz.graph.op.Concat;
import dev.toeplitz.graph.op.Coordinates;
import dev.toeplitz.graph.op.DepthToSpace;
import dev.toeplitz.graph.op.Expand;
import dev.toeplitz.graph.op.Gather;
import dev.toeplitz.graph.op.Kernel;
import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.op.Pad;
import dev.toeplitz.graph.op.Reshape;
import dev.toeplitz.graph.op.Resize;
import dev.toeplitz.graph.op.Resize.Stretch;
import dev.toeplitz.graph.op.Shift;
import dev.toeplitz.graph.op.Slice;
import dev.toeplitz.graph.op.Slice.Range;
import dev.toeplitz.graph.op.SpaceToDepth;
import dev.toeplitz.graph.op.Split;
import dev.toeplitz.graph.op.Tile;
import dev.toeplitz.graph.op.Transpose;
import dev.toeplitz.graph.op.Trilu;
import dev.toeplitz.graph.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Elements to other places, in a random graph. */
final class RandomMoves {
    private RandomMoves() {}

    static void add(List<RandomNodes.Maker> all) {
        moves(all, 1, 5, (g, x) -> new Reshape(reshaped(g, x)));
        moves(all, 1, 3, (_, x) -> new Reshape(x.then(Shape.of(1))));
        moves(all, 2, 5, (g, x) -> new Transpose(order(g, x.rank())));
        moves(
                all,
                1,
                5,
                (g, x) -> new Slice(
                        x.extents().stream().map(extent -> range(g, extent)).toList()));
        moves(all, 1, 5, RandomMoves::pad);
        moves(all, 1, 4, (g, x) -> gather(g, x));
        moves(all, 1, 3, (g, x) -> new Expand(Shape.of(g.between(1, 3)).then(x)));
        moves(all, 1, 4, (g, x) -> new Tile(each(x, _ -> g.between(1, 2))));
        moves(all, 2, 4, (g, x) -> new Trilu(g.random.nextBoolean(), g.between(-2, 2)));
        moves(all, 1, 4, (g, x) -> split(g, x));
        moves(all, 4, 4, (g, _) -> new DepthToSpace(g.between(1, 2), g.random.nextBoolean()));
        moves(all, 4, 4, (g, _) -> new SpaceToDepth(g.between(1, 2), g.random.nextBoolean()));
        moves(all, 3, 4, (g, x) -> new ChannelShuffle(x.at(1) % 2 == 0 ? 2 : 1));
        moves(all, 4, 4, (g, _) -> new Shift(g.one(1, 3)));
        moves(all, 4, 4, RandomMoves::resize);
        all.add(g -> {
            Value x = g.real(1, 5);
            if (x != null) {
                int axis = g.random.nextInt(x.type().shape().rank());
                Value y = g.pick(
                        x.type().type(), shape -> beside(axis, shape, x.type().shape()));
                g.add(new Concat(axis), x, y, x);
            }
        });
    }

    private static void moves(
            List<RandomNodes.Maker> all, int least, int most, BiFunction<Growth, Shape, Operator> operator) {
        all.add(g -> {
            Value x = g.real(least, most);
            if (x != null) {
                g.add(operator.apply(g, x.type().shape()), x);
            }
        });
    }

    private static boolean beside(int axis, Shape y, Shape x) {
        return y.rank() == x.rank()
                && IntStream.range(0, x.rank()).allMatch(other -> other == axis || y.at(other) == x.at(other));
    }

    private static List<Integer> each(Shape x, IntUnaryOperator number) {
        return IntStream.range(0, x.rank()).map(number).boxed().toList();
    }

    private static List<Integer> order(Growth g, int rank) {
        List<Integer> axes = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
        Collections.shuffle(axes, g.random);
        return axes;
    }

    /** Two neighbouring axes made one, or the axes in another order. */
    private static Shape reshaped(Growth g, Shape x) {
        if (x.rank() < 2 || g.random.nextBoolean()) {
            return new Shape(order(g, x.rank()).stream().map(x::at).toList());
        }
        int axis = g.random.nextInt(x.rank() - 1);
        return x.slice(0, axis).then(Shape.of(x.at(axis) * x.at(axis + 1))).then(x.slice(axis + 2, x.rank()));
    }

    private static Range range(Growth g, int extent) {
        int start = g.random.nextInt(extent);
        int step = g.one(1, 2, -1, -2);
        int most = step > 0 ? (extent - 1 - start) / step + 1 : start / -step + 1;
        return new Range(start, g.between(1, most), step);
    }

    /** Borders of its own elements are at most as wide as there are elements beside the outermost. */
    private static Operator pad(Growth g, Shape x) {
        Pad.Mode mode = g.one(Pad.Mode.values());
        boolean constant = mode == Pad.Mode.CONSTANT;
        List<Integer> before = each(x, axis -> constant ? g.between(0, 2) : g.random.nextInt(Math.min(3, x.at(axis))));
        List<Integer> after = each(x, axis -> constant ? g.between(0, 2) : g.random.nextInt(Math.min(3, x.at(axis))));
        return new Pad(mode, before, after, g.real(0, 0.5));
    }

    private static Operator gather(Growth g, Shape x) {
        int axis = g.random.nextInt(x.rank());
        Shape indices = g.shape(g.between(0, 2));
        return new Gather(
                axis,
                indices,
                IntStream.range(0, (int) indices.elements())
                        .mapToObj(_ -> g.random.nextInt(x.at(axis)))
                        .toList());
    }

    private static Operator split(Growth g, Shape x) {
        int axis = g.random.nextInt(x.rank());
        int first = g.between(1, x.at(axis));
        return first == x.at(axis)
                ? new Split(axis, List.of(first))
                : new Split(axis, List.of(first, x.at(axis) - first));
    }

    /** Twice as large, or half, where rows and columns are even in number: scales that single precision holds. */
    private static Operator resize(Growth g, Shape x) {
        List<Stretch> stretches = new ArrayList<>();
        for (int axis = 2; axis < 4; axis++) {
            boolean halves = x.at(axis) % 2 == 0 && g.random.nextBoolean();
            double scale = halves ? 0.5 : 2;
            stretches.add(new Stretch(axis, (int) (x.at(axis) * scale), scale, 0, 1));
        }
        Kernel.Mode mode = g.one(Kernel.Mode.values());
        Coordinates coordinates = g.one(
                Coordinates.HALF_PIXEL,
                Coordinates.ASYMMETRIC,
                Coordinates.ALIGN_CORNERS,
                Coordinates.HALF_PIXEL_PYTORCH);
        Kernel kernel = new Kernel(mode, g.one(Kernel.Rounding.values()), -0.75, false, false);
        return new Resize(stretches, coordinates, kernel, 0);
    }
}
