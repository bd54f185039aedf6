package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Expand;
import dev.toeplitz.graph.op.Gather;
import dev.toeplitz.graph.op.OneHot;
import dev.toeplitz.graph.op.Reshape;
import dev.toeplitz.graph.op.Slice;
import dev.toeplitz.graph.op.Tile;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.Require;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Slices and repetitions chosen by indices; those are known when the file is read. */
final class GatherRules {
    private GatherRules() {}

    static void add() {
        OnnxOperators.add("Gather", 1, GatherRules::gather);
        OnnxOperators.add("GatherElements", 11, GatherRules::gatherElements);
        OnnxOperators.add("GatherND", 11, GatherRules::gatherNd);
        OnnxOperators.add("Expand", 8, node -> {
            Shape shape = new Shape(node.integers(1, "the shape"));
            node.become(new Expand(shape), node.input(0));
        });
        OnnxOperators.add("Tile", 1, GatherRules::tile);
        OnnxOperators.add("OneHot", 9, GatherRules::oneHot);
    }

    /** Evenly spaced indices are a slice, which machines and reports know better. */
    private static void gather(OnnxNode node) {
        Shape x = node.shape(0);
        int axis = x.axis(node.attributes().integer("axis", 0));
        List<Integer> indices = node.integers(1, "the indices").stream()
                .map(index -> inside(index, x.at(axis)))
                .toList();
        int step = indices.size() > 1 ? indices.get(1) - indices.get(0) : 1;
        boolean even = step != 0
                && IntStream.range(1, indices.size()).allMatch(i -> indices.get(i) - indices.get(i - 1) == step);
        if (!even) {
            node.become(new Gather(axis, node.shape(1), indices), node.input(0));
            return;
        }
        int start = indices.isEmpty() ? 0 : indices.getFirst();
        Slice slice = slice(x, axis, new Slice.Range(start, indices.size(), step));
        Shape result = x.slice(0, axis).then(node.shape(1)).then(x.slice(axis + 1, x.rank()));
        if (result.equals(x.with(axis, indices.size()))) {
            node.become(slice, node.input(0));
        } else {
            node.become(new Reshape(result), node.part("slice", slice, node.input(0)));
        }
    }

    private static Slice slice(Shape x, int axis, Slice.Range along) {
        return new Slice(IntStream.range(0, x.rank())
                .mapToObj(i -> i == axis ? along : new Slice.Range(0, x.at(i), 1))
                .toList());
    }

    private static int inside(int index, int extent) {
        int counted = index < 0 ? index + extent : index;
        Require.that(
                counted >= 0 && counted < extent,
                "index %d of an axis of %d".formatted(index, extent),
                "an index that exists",
                "correct the indices");
        return counted;
    }

    /** y[p] = x[p, but indices[p] along the axis]: a gather from the flattened input. */
    private static void gatherElements(OnnxNode node) {
        Shape x = node.shape(0);
        Shape y = node.shape(1);
        Require.that(
                y.rank() == x.rank(),
                "indices of shape %s for an input of shape %s".formatted(y, x),
                "as many axes",
                "correct the indices");
        int axis = x.axis(node.attributes().integer("axis", 0));
        List<Integer> indices = node.integers(1, "the indices");
        long[] from = x.strides();
        long[] to = y.strides();
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < indices.size(); i++) {
            int position = 0;
            for (int at = 0; at < x.rank(); at++) {
                int index = (int) (i / to[at] % y.at(at));
                position += (int) (from[at] * (at == axis ? inside(indices.get(i), x.at(axis)) : index));
            }
            positions.add(position);
        }
        become(node, y, positions);
    }

    /** The last axis of the indices is a position in the first axes of the input, after the batch axes. */
    private static void gatherNd(OnnxNode node) {
        Shape x = node.shape(0);
        Shape where = node.shape(1);
        int batch = node.attributes().integer("batch_dims", 0);
        Require.that(
                where.rank() > batch && batch + where.at(-1) <= x.rank(),
                "indices of shape %s for an input of shape %s".formatted(where, x),
                "positions of at most %d axes".formatted(x.rank() - batch),
                "correct the indices");
        int depth = where.at(-1);
        List<Integer> indices = node.integers(1, "the indices");
        int each = x.product(batch + depth, x.rank());
        int perBatch = where.product(batch, where.rank() - 1);
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < indices.size() / depth; i++) {
            int slice = i / perBatch;
            for (int axis = 0; axis < depth; axis++) {
                slice = slice * x.at(batch + axis) + inside(indices.get(i * depth + axis), x.at(batch + axis));
            }
            for (int element = 0; element < each; element++) {
                positions.add(slice * each + element);
            }
        }
        Shape y = where.slice(0, where.rank() - 1).then(x.slice(batch + depth, x.rank()));
        become(node, y, positions);
    }

    private static void become(OnnxNode node, Shape y, List<Integer> positions) {
        Value flat = node.reshaped(
                "flat", node.input(0), Shape.of((int) node.shape(0).elements()));
        node.become(new Gather(0, y, positions), flat);
    }

    private static void oneHot(OnnxNode node) {
        List<Double> values = node.reals(2, "the values");
        Require.that(values.size() == 2, "%d values".formatted(values.size()), "off and on", "correct the constant");
        int axis = node.attributes().integer("axis", -1);
        int depth = node.integer(1, "the depth");
        DataType type = node.type(2).type();
        node.become(new OneHot(axis, depth, values.getFirst(), values.getLast(), type), node.input(0));
    }

    /** The first version repeats one axis. */
    private static void tile(OnnxNode node) {
        List<Integer> repeats = new ArrayList<>(node.integers(1, "the repeats"));
        if (node.opset() < 6) {
            int axis = node.integer(2, "the axis");
            int times = repeats.getFirst();
            repeats = new ArrayList<>(Collections.nCopies(node.shape(0).rank(), 1));
            repeats.set(node.shape(0).axis(axis), times);
        }
        node.become(new Tile(repeats), node.input(0));
    }
}
