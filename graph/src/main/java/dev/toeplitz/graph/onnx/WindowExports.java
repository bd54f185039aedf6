package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.ConvTranspose;
import dev.toeplitz.graph.op.LpPool;
import dev.toeplitz.graph.op.Pool;
import dev.toeplitz.graph.op.SpatialPyramidPool;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** Everything that slides a window. */
final class WindowExports {
    private WindowExports() {}

    static void write(Conv conv, ExportNode node) {
        node.become(windows(Call.of("Conv"), conv.windows()).integer("group", conv.groups()));
    }

    static void write(ConvTranspose transposed, ExportNode node) {
        node.become(windows(Call.of("ConvTranspose"), transposed.windows())
                .integer("group", transposed.groups())
                .integers("output_padding", transposed.outputPadding()));
    }

    static void write(Pool pool, ExportNode node) {
        Call call = windows(Call.of(pool.name()), pool.windows()).flag("ceil_mode", pool.ceil());
        switch (pool.fold()) {
            case MAX -> node.become(call);
            case MEAN -> node.become(call.flag("count_include_pad", pool.countsPadding()));
            case SUM, MIN, PRODUCT, ARG_MAX, ARG_MIN ->
                throw new InputException(
                        "pooling by %s".formatted(pool.fold()),
                        "a maximum or a mean: ONNX has no other",
                        "pool by one of these");
        }
    }

    static void write(LpPool pool, ExportNode node) {
        node.become(windows(Call.of("LpPool"), pool.windows())
                .flag("ceil_mode", pool.ceil())
                .integer("p", pool.p()));
    }

    /** A window as large as the map: ONNX Runtime 1.29 has no GlobalLpPool of opset 22 and later. */
    static void wholeMap(int p, ExportNode node) {
        Shape x = node.shape(0);
        List<Window> windows =
                x.slice(2, x.rank()).extents().stream().map(Window::of).toList();
        node.become(windows(Call.of("LpPool"), windows).integer("p", p));
    }

    static Call windows(Call call, List<Window> windows) {
        return call.integers("kernel_shape", each(windows, Window::size))
                .integers("strides", each(windows, Window::stride))
                .integers("dilations", each(windows, Window::dilation))
                .integers(
                        "pads",
                        Stream.concat(each(windows, Window::before).stream(), each(windows, Window::after).stream())
                                .toList());
    }

    private static List<Integer> each(List<Window> windows, ToIntFunction<Window> part) {
        return windows.stream().map(part::applyAsInt).toList();
    }

    /** Each bin is cut out and folded, a level's bins become its columns, and levels stand one after the other. */
    static void write(SpatialPyramidPool pyramid, ExportNode node) {
        Shape x = node.shape(0);
        List<String> levels = new ArrayList<>();
        for (int level : pyramid.levels()) {
            List<String> bins = new ArrayList<>();
            for (int bin = 0; bin < level * level; bin++) {
                bins.add(bin(pyramid.fold(), level, bin / level, bin % level, node));
            }
            String name = "level%d".formatted(level);
            String joined = node.part(name, Call.of("Concat").integer("axis", 2), bins);
            levels.add(node.reshaped(name + "/flat", joined, Shape.of(x.at(0), x.at(1) * level * level)));
        }
        node.become(Call.of("Concat").integer("axis", 1), levels);
    }

    /** N × C × 1. */
    private static String bin(Fold fold, int level, int row, int col, ExportNode node) {
        Shape x = node.shape(0);
        String name = "bin%d_%d_%d".formatted(level, row, col);
        String pixels = node.part(
                name + "/pixels",
                Call.of("Slice"),
                node.input(0),
                node.integers(name + "/starts", List.of(row * x.at(2) / level, col * x.at(3) / level)),
                node.integers(
                        name + "/ends",
                        List.of(Math.ceilDiv((row + 1) * x.at(2), level), Math.ceilDiv((col + 1) * x.at(3), level))),
                node.integers(name + "/axes", List.of(2, 3)));
        String pooled = node.part(
                name,
                Call.of(ReductionExports.name(fold)).flag("keepdims", false),
                pixels,
                node.integers(name + "/pooled", List.of(2, 3)));
        return node.reshaped(name + "/column", pooled, Shape.of(x.at(0), x.at(1), 1));
    }
}
