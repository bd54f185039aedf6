package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.ConvTranspose;
import dev.toeplitz.graph.op.GlobalLpPool;
import dev.toeplitz.graph.op.GlobalPool;
import dev.toeplitz.graph.op.LpPool;
import dev.toeplitz.graph.op.Pool;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.Require;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Everything that slides a window: convolutions and poolings. */
final class ConvolutionRules {
    private ConvolutionRules() {}

    static void add() {
        OnnxOperators.add("Conv", 1, ConvolutionRules::conv);
        OnnxOperators.add("ConvTranspose", 1, ConvolutionRules::convTranspose);
        OnnxOperators.add("LpPool", 1, ConvolutionRules::lpPool);
        OnnxOperators.add(
                "GlobalLpPool",
                1,
                node -> node.become(new GlobalLpPool(node.attributes().integer("p", 2)), node.input(0)));
        OnnxOperators.add("MaxPool", 1, ConvolutionRules::maxPool);
        OnnxOperators.add("AveragePool", 1, ConvolutionRules::averagePool);
        OnnxOperators.add("GlobalMaxPool", 1, node -> node.become(new GlobalPool(Fold.MAX), node.input(0)));
        OnnxOperators.add("GlobalAveragePool", 1, node -> node.become(new GlobalPool(Fold.MEAN), node.input(0)));
    }

    private static void conv(OnnxNode node) {
        Shape filter = node.shape(1);
        List<Integer> sizes = node.attributes()
                .integers("kernel_shape")
                .orElseGet(() -> spatial(filter).extents());
        List<Window> windows = windows(node, sizes);
        node.become(new Conv(windows, node.attributes().integer("group", 1)), node.all());
    }

    private static void convTranspose(OnnxNode node) {
        Shape filter = node.shape(1);
        List<Integer> sizes = node.attributes()
                .integers("kernel_shape")
                .orElseGet(() -> spatial(filter).extents());
        List<Integer> more = perAxis(node, "output_padding", sizes.size(), 0);
        String autoPad = node.attributes().choice("auto_pad", "NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID");
        Optional<List<Integer>> asked = node.attributes()
                .integers("output_shape")
                .map(shape -> shape.subList(shape.size() - sizes.size(), shape.size()));
        List<Window> windows = new ArrayList<>(windows(node, sizes));
        List<Integer> beyond = new ArrayList<>(more);
        for (int axis = 0; axis < sizes.size() && (asked.isPresent() || autoPad.startsWith("SAME")); axis++) {
            Window window = windows.get(axis);
            int extent = node.shape(0).at(2 + axis);
            int target = asked.isPresent() ? asked.get().get(axis) : extent * window.stride();
            int padding = window.stride() * (extent - 1) + window.span() + more.get(axis) - target;
            windows.set(axis, split(window, Math.max(0, padding), autoPad.equals("SAME_UPPER")));
            beyond.set(axis, more.get(axis) + Math.max(0, -padding));
        }
        node.become(new ConvTranspose(windows, node.attributes().integer("group", 1), beyond), node.all());
    }

    /** Padding in two halves; of an odd number the larger one goes after (upper) or before. */
    private static Window split(Window window, int padding, boolean upper) {
        int less = padding / 2;
        return upper ? window.padded(less, padding - less) : window.padded(padding - less, less);
    }

    /** The first version did not fix its shapes' meaning, only p's type. */
    private static void lpPool(OnnxNode node) {
        double p = node.opset() < 2
                ? node.attributes().real("p", 2)
                : node.attributes().integer("p", 2);
        Require.that(p == Math.rint(p), "p is %s".formatted(p), "a whole number", "convert the model");
        boolean ceil = node.attributes().flag("ceil_mode", false);
        node.become(new LpPool((int) p, windows(node, sizes(node)), ceil), node.input(0));
    }

    private static void maxPool(OnnxNode node) {
        // The order in which arg-max numbers elements; it does not change the maximum.
        node.attributes().accept("storage_order");
        boolean ceil = node.attributes().flag("ceil_mode", false);
        node.become(new Pool(Fold.MAX, windows(node, sizes(node)), ceil, false), node.input(0));
    }

    private static void averagePool(OnnxNode node) {
        boolean ceil = node.attributes().flag("ceil_mode", false);
        boolean countsPadding = node.attributes().flag("count_include_pad", false);
        node.become(new Pool(Fold.MEAN, windows(node, sizes(node)), ceil, countsPadding), node.input(0));
    }

    static List<Integer> sizes(OnnxNode node) {
        return node.attributes().integers("kernel_shape").orElseThrow(() -> Attributes.missing("kernel_shape"));
    }

    static Shape spatial(Shape x) {
        Require.that(
                x.rank() > 2,
                "an input of shape %s".formatted(x),
                "batch, channels and spatial axes",
                "check the input's shape");
        return x.slice(2, x.rank());
    }

    /** One window for each spatial axis of the first input. */
    static List<Window> windows(OnnxNode node, List<Integer> sizes) {
        int axes = sizes.size();
        List<Integer> strides = perAxis(node, "strides", axes, 1);
        List<Integer> dilations = perAxis(node, "dilations", axes, 1);
        List<Integer> pads = perAxis(node, "pads", 2 * axes, 0);
        String autoPad = node.attributes().choice("auto_pad", "NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID");
        Shape x = spatial(node.shape(0));
        Require.that(
                x.rank() == axes,
                "a window over %d axes of %s".formatted(axes, node.shape(0)),
                "%d".formatted(x.rank()),
                "check kernel_shape");
        List<Window> windows = new ArrayList<>();
        for (int axis = 0; axis < axes; axis++) {
            Window bare = new Window(sizes.get(axis), strides.get(axis), dilations.get(axis), 0, 0);
            windows.add(
                    switch (autoPad) {
                        case "SAME_UPPER" -> same(bare, x.at(axis), true);
                        case "SAME_LOWER" -> same(bare, x.at(axis), false);
                        case "VALID" -> bare;
                        default -> bare.padded(pads.get(axis), pads.get(axes + axis));
                    });
        }
        return windows;
    }

    /** Padding that gives ⌈M / S⌉ positions. */
    private static Window same(Window window, int extent, boolean upper) {
        int positions = Math.ceilDiv(extent, window.stride());
        int padding = Math.max(0, (positions - 1) * window.stride() + window.span() - extent);
        return split(window, padding, upper);
    }

    static List<Integer> perAxis(OnnxNode node, String name, int count, int otherwise) {
        List<Integer> found = node.attributes().integers(name).orElse(Collections.nCopies(count, otherwise));
        Require.that(
                found.size() == count,
                "%s has %d values".formatted(name, found.size()),
                "%d".formatted(count),
                "one for each axis");
        return found;
    }
}
