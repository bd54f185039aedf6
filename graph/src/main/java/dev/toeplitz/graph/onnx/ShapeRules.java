package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Concat;
import dev.toeplitz.graph.op.Reshape;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The same elements under another shape or in another place. */
final class ShapeRules {
    private ShapeRules() {}

    static void add() {
        OnnxOperators.add("Reshape", 1, ShapeRules::reshape);
        OnnxOperators.add("Flatten", 1, ShapeRules::flatten);
        OnnxOperators.add("Squeeze", 1, ShapeRules::squeeze);
        OnnxOperators.add("Unsqueeze", 1, ShapeRules::unsqueeze);
        OnnxOperators.add("Concat", 1, ShapeRules::concat);
        OnnxOperators.add("Identity", 1, node -> node.pass(node.input(0)));
    }

    private static void reshape(OnnxNode node) {
        ElementwiseRules.legacy(node);
        List<Integer> written = node.integers("shape", 1, 5).orElseThrow(() -> Attributes.missing("shape"));
        boolean zeroIsZero = node.opset() >= 14 && node.attributes().flag("allowzero", false);
        Shape x = node.shape(0);
        List<Integer> target =
                node.rebatch().map(rebatch -> rebatch.apply(written, x)).orElse(written);
        node.become(new Reshape(resolve(target, x, zeroIsZero)), node.input(0));
    }

    /** 0 keeps the input's extent; one −1 takes what is left. */
    private static Shape resolve(List<Integer> target, Shape x, boolean zeroIsZero) {
        List<Integer> extents = new ArrayList<>();
        int open = -1;
        long product = 1;
        for (int axis = 0; axis < target.size(); axis++) {
            int extent = target.get(axis);
            if (extent == -1) {
                Require.that(
                        open < 0,
                        "a target shape with two −1: %s".formatted(target),
                        "one at most",
                        "export the file again");
                open = axis;
                extent = 1;
            } else if (extent == 0 && !zeroIsZero) {
                Require.that(
                        axis < x.rank(),
                        "0 at axis %d of target %s for input %s".formatted(axis, target, x),
                        "an axis of the input",
                        "export the file again");
                extent = x.at(axis);
            }
            extents.add(extent);
            product = Math.multiplyExact(product, (long) extent);
        }
        if (open >= 0) {
            Require.that(
                    product > 0 && x.elements() % product == 0,
                    "%d elements of shape %s reshaped to %s".formatted(x.elements(), x, target),
                    "a multiple of the given extents",
                    "check the shape");
            extents.set(open, Math.toIntExact(x.elements() / product));
        }
        return new Shape(extents);
    }

    private static void flatten(OnnxNode node) {
        Shape x = node.shape(0);
        int axis = node.attributes().integer("axis", 1);
        int from = axis == x.rank() ? axis : x.axis(axis);
        node.become(new Reshape(Shape.of(x.product(0, from), x.product(from, x.rank()))), node.input(0));
    }

    private static void squeeze(OnnxNode node) {
        Shape x = node.shape(0);
        TreeSet<Integer> axes = new TreeSet<>();
        node.integers("axes", 1, 13)
                .orElseGet(() -> IntStream.range(0, x.rank())
                        .filter(axis -> x.at(axis) == 1)
                        .boxed()
                        .toList())
                .forEach(axis -> axes.add(x.axis(axis)));
        List<Integer> kept = new ArrayList<>();
        for (int axis = 0; axis < x.rank(); axis++) {
            if (!axes.contains(axis)) {
                kept.add(x.at(axis));
            } else if (x.at(axis) != 1) {
                throw new InputException(
                        "axis %d of shape %s is squeezed".formatted(axis, x), "an extent of 1", "correct axes");
            }
        }
        node.become(new Reshape(new Shape(kept)), node.input(0));
    }

    private static void unsqueeze(OnnxNode node) {
        Shape x = node.shape(0);
        List<Integer> written = node.integers("axes", 1, 13).orElseThrow(() -> Attributes.missing("axes"));
        int rank = x.rank() + written.size();
        TreeSet<Integer> axes = new TreeSet<>();
        written.forEach(axis -> axes.add(axis < 0 ? axis + rank : axis));
        Require.that(
                axes.size() == written.size() && (axes.isEmpty() || axes.first() >= 0 && axes.last() < rank),
                "axes %s for an input of shape %s".formatted(written, x),
                "distinct axes of a result with %d".formatted(rank),
                "correct axes");
        List<Integer> extents = new ArrayList<>(x.extents());
        axes.forEach(axis -> extents.add(axis, 1));
        node.become(new Reshape(new Shape(extents)), node.input(0));
    }

    private static void concat(OnnxNode node) {
        int axis = node.opset() < 4
                ? node.attributes().integer("axis", 1)
                : node.attributes().integer("axis");
        List<Value> inputs = node.all();
        node.become(new Concat(axis), inputs);
    }
}
