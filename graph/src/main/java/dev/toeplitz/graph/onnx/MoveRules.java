package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.op.CumSum;
import dev.toeplitz.graph.op.DepthToSpace;
import dev.toeplitz.graph.op.Pad;
import dev.toeplitz.graph.op.Slice;
import dev.toeplitz.graph.op.SpaceToDepth;
import dev.toeplitz.graph.op.Split;
import dev.toeplitz.graph.op.Transpose;
import dev.toeplitz.graph.op.Trilu;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.Require;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Elements to other places: transposing, cutting, padding. */
final class MoveRules {
    private static final Map<String, Pad.Mode> PAD_MODES = Map.of(
            "constant", Pad.Mode.CONSTANT, "reflect", Pad.Mode.REFLECT, "edge", Pad.Mode.EDGE, "wrap", Pad.Mode.WRAP);

    private MoveRules() {}

    static void add() {
        OnnxOperators.add("Transpose", 1, MoveRules::transpose);
        OnnxOperators.add("Slice", 1, MoveRules::slice);
        OnnxOperators.add("Split", 1, MoveRules::split);
        OnnxOperators.add("Pad", 1, MoveRules::pad);
        OnnxOperators.add("CumSum", 11, MoveRules::cumSum);
        OnnxOperators.add("Trilu", 14, MoveRules::trilu);
        OnnxOperators.add("DepthToSpace", 1, MoveRules::depthToSpace);
        OnnxOperators.add("SpaceToDepth", 1, MoveRules::spaceToDepth);
    }

    private static void depthToSpace(OnnxNode node) {
        int block = node.attributes().integer("blocksize");
        boolean blockFirst = node.opset() < 11
                || node.attributes().choice("mode", "DCR", "CRD").equals("DCR");
        node.become(new DepthToSpace(block, blockFirst), node.input(0));
    }

    private static void spaceToDepth(OnnxNode node) {
        int block = node.attributes().integer("blocksize");
        boolean blockFirst = node.opset() < 28
                || node.attributes().choice("mode", "DCR", "CRD").equals("DCR");
        node.become(new SpaceToDepth(block, blockFirst), node.input(0));
    }

    private static void cumSum(OnnxNode node) {
        boolean exclusive = node.attributes().flag("exclusive", false);
        boolean reverse = node.attributes().flag("reverse", false);
        node.become(new CumSum(node.integer(1, "the axis"), exclusive, reverse), node.input(0));
    }

    private static void trilu(OnnxNode node) {
        int k = node.has(1) ? node.integer(1, "the diagonal") : 0;
        node.become(new Trilu(node.attributes().flag("upper", true), k), node.input(0));
    }

    private static void transpose(OnnxNode node) {
        int rank = node.shape(0).rank();
        List<Integer> reversed = IntStream.range(0, rank).boxed().toList().reversed();
        node.become(new Transpose(node.attributes().integers("perm").orElse(reversed)), node.input(0));
    }

    private static void slice(OnnxNode node) {
        Shape x = node.shape(0);
        List<Integer> starts = node.integers("starts", 1, 10).orElseThrow(() -> Attributes.missing("starts"));
        List<Integer> ends = node.integers("ends", 2, 10).orElseThrow(() -> Attributes.missing("ends"));
        List<Integer> axes = node.integers("axes", 3, 10)
                .orElseGet(() -> IntStream.range(0, starts.size()).boxed().toList());
        List<Integer> steps =
                node.opset() >= 10 && node.has(4) ? node.integers(4, "steps") : Collections.nCopies(starts.size(), 1);
        Require.that(
                ends.size() == starts.size() && axes.size() == starts.size() && steps.size() == starts.size(),
                "%d starts, %d ends, %d axes, %d steps"
                        .formatted(starts.size(), ends.size(), axes.size(), steps.size()),
                "as many of each",
                "export the file again");
        List<Slice.Range> ranges = new ArrayList<>(x.extents().stream()
                .map(extent -> new Slice.Range(0, extent, 1))
                .toList());
        for (int i = 0; i < axes.size(); i++) {
            int axis = x.axis(axes.get(i));
            ranges.set(axis, range(starts.get(i), ends.get(i), steps.get(i), x.at(axis)));
        }
        node.become(new Slice(ranges), node.input(0));
    }

    /** NumPy's rules: negative counts from the end, and what lies outside is clamped. */
    private static Slice.Range range(int start, int end, int step, int extent) {
        Require.that(step != 0, "step is 0", "any other", "correct steps");
        int least = step > 0 ? 0 : -1;
        int most = step > 0 ? extent : extent - 1;
        int from = Math.clamp(fromEnd(start, extent), least, most);
        int to = Math.clamp(fromEnd(end, extent), least, most);
        long span = step > 0 ? (long) to - from : (long) from - to;
        int count = (int) Math.max(0, Math.ceilDiv(span, Math.abs((long) step)));
        return new Slice.Range(count == 0 ? 0 : from, count, step);
    }

    private static long fromEnd(int index, int extent) {
        return index < 0 ? (long) index + extent : index;
    }

    private static void split(OnnxNode node) {
        Shape x = node.shape(0);
        int axis = x.axis(node.attributes().integer("axis", 0));
        int parts =
                node.opset() >= 18 ? node.attributes().integer("num_outputs", node.outputCount()) : node.outputCount();
        Optional<List<Integer>> given = node.opset() == 1 && node.has(1)
                ? Optional.of(node.integers(1, "split"))
                : node.integers("split", 1, 13);
        List<Integer> sizes = given.orElseGet(() -> equal(x.at(axis), parts));
        Require.that(
                sizes.size() >= node.outputCount(),
                "%d parts for %d outputs".formatted(sizes.size(), node.outputCount()),
                "a part for each output",
                "export the file again");
        node.become(new Split(axis, sizes), node.input(0));
    }

    /** Equal parts, the last one smaller where they do not come out even. */
    private static List<Integer> equal(int extent, int parts) {
        Require.positive("the number of parts", parts);
        int size = Math.ceilDiv(extent, parts);
        return IntStream.range(0, parts)
                .mapToObj(i -> Math.clamp((long) extent - (long) i * size, 0, size))
                .toList();
    }

    private static void pad(OnnxNode node) {
        int rank = node.shape(0).rank();
        List<Integer> widths = node.integers(node.opset() < 2 ? "paddings" : "pads", 1, 11)
                .orElseThrow(() -> Attributes.missing("pads"));
        List<Integer> axes = node.opset() >= 18 && node.has(3)
                ? node.integers(3, "axes").stream().map(node.shape(0)::axis).toList()
                : IntStream.range(0, rank).boxed().toList();
        Require.that(
                widths.size() == 2 * axes.size(),
                "%d widths".formatted(widths.size()),
                "%d".formatted(2 * axes.size()),
                "two for each axis");
        Integer[] before = Collections.nCopies(rank, 0).toArray(Integer[]::new);
        Integer[] after = before.clone();
        for (int i = 0; i < axes.size(); i++) {
            before[axes.get(i)] = widths.get(i);
            after[axes.get(i)] = widths.get(axes.size() + i);
        }
        double value =
                node.opset() < 11 ? node.attributes().real("value", 0) : node.has(2) ? node.real(2, "the value") : 0;
        Pad.Mode mode = PAD_MODES.get(node.attributes().choice("mode", "constant", "reflect", "edge", "wrap"));
        node.become(new Pad(mode, List.of(before), List.of(after), value), node.input(0));
    }
}
