package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Concat;
import dev.toeplitz.graph.op.Reshape;
import dev.toeplitz.graph.op.Slice;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Gather by indices that are known: evenly spaced ones are a slice, a few others slices side by side. That is how
 * exporters take one extent out of a shape, or one step out of a sequence.
 */
final class GatherRules {
    /** More slices than this would bury the network under them. */
    private static final int MOST_SLICES = 64;

    private GatherRules() {}

    static void add() {
        OnnxOperators.add("Gather", 1, GatherRules::gather);
    }

    private static void gather(OnnxNode node) {
        Shape x = node.shape(0);
        int axis = x.axis(node.attributes().integer("axis", 0));
        List<Integer> indices = node.integers(1, "the indices").stream()
                .map(i -> inside(i, x, axis))
                .toList();
        Shape result = x.slice(0, axis).then(node.shape(1)).then(x.slice(axis + 1, x.rank()));
        Value cut = cut(node, axis, indices);
        if (cut.type().shape().equals(result)) {
            node.pass(cut);
        } else {
            node.become(new Reshape(result), cut);
        }
    }

    private static int inside(int index, Shape x, int axis) {
        int counted = index < 0 ? index + x.at(axis) : index;
        Require.that(
                counted >= 0 && counted < x.at(axis),
                "index %d of axis %d of shape %s".formatted(index, axis, x),
                "an index that exists",
                "correct the indices");
        return counted;
    }

    private static Value cut(OnnxNode node, int axis, List<Integer> indices) {
        int step = indices.size() > 1 ? indices.get(1) - indices.get(0) : 1;
        boolean even = step != 0
                && IntStream.range(1, indices.size()).allMatch(i -> indices.get(i) - indices.get(i - 1) == step);
        if (even) {
            int start = indices.isEmpty() ? 0 : indices.getFirst();
            return node.part("slice", slice(node, axis, new Slice.Range(start, indices.size(), step)), node.input(0));
        }
        Require.that(
                indices.size() <= MOST_SLICES,
                "%d indices that are not evenly spaced".formatted(indices.size()),
                "at most %d".formatted(MOST_SLICES),
                "tables of embeddings are not imported");
        List<Value> slices = new ArrayList<>();
        for (int index : indices) {
            slices.add(node.part("slice", slice(node, axis, new Slice.Range(index, 1, 1)), node.input(0)));
        }
        return node.part("concat", new Concat(axis), slices.toArray(Value[]::new));
    }

    private static Slice slice(OnnxNode node, int axis, Slice.Range range) {
        List<Slice.Range> ranges = new ArrayList<>();
        node.shape(0).extents().forEach(extent -> ranges.add(new Slice.Range(0, extent, 1)));
        ranges.set(axis, range);
        return new Slice(ranges);
    }
}
