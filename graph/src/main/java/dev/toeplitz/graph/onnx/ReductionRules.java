package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.op.ArgMax;
import dev.toeplitz.graph.op.ArgMin;
import dev.toeplitz.graph.op.Reduction;
import java.util.List;
import java.util.stream.IntStream;

/** Folds over whole axes. */
final class ReductionRules {
    private ReductionRules() {}

    static void add() {
        add("ReduceSum", Reduction.Kind.SUM, 13);
        add("ReduceMean", Reduction.Kind.MEAN, 18);
        add("ReduceMax", Reduction.Kind.MAX, 18);
        add("ReduceMin", Reduction.Kind.MIN, 18);
        add("ReduceProd", Reduction.Kind.PRODUCT, 18);
        add("ReduceL1", Reduction.Kind.L1, 18);
        add("ReduceL2", Reduction.Kind.L2, 18);
        add("ReduceLogSum", Reduction.Kind.LOG_SUM, 18);
        add("ReduceLogSumExp", Reduction.Kind.LOG_SUM_EXP, 18);
        add("ReduceSumSquare", Reduction.Kind.SUM_SQUARE, 18);
        OnnxOperators.add("ArgMax", 1, node -> {
            Attributes attributes = node.attributes();
            boolean keeps = attributes.flag("keepdims", true);
            node.become(new ArgMax(attributes.integer("axis", 0), keeps, last(node)), node.input(0));
        });
        OnnxOperators.add("ArgMin", 1, node -> {
            Attributes attributes = node.attributes();
            boolean keeps = attributes.flag("keepdims", true);
            node.become(new ArgMin(attributes.integer("axis", 0), keeps, last(node)), node.input(0));
        });
    }

    private static boolean last(OnnxNode node) {
        return node.opset() >= 12 && node.attributes().flag("select_last_index", false);
    }

    /** {@code inputSince} is the opset from which the axes are an input. */
    private static void add(String name, Reduction.Kind kind, int inputSince) {
        OnnxOperators.add(name, 1, node -> {
            boolean keeps = node.attributes().flag("keepdims", true);
            boolean noneIsNone = node.opset() >= inputSince && node.attributes().flag("noop_with_empty_axes", false);
            List<Integer> axes = node.integers("axes", 1, inputSince).orElse(List.of());
            List<Integer> over = axes.isEmpty() && !noneIsNone
                    ? IntStream.range(0, node.shape(0).rank()).boxed().toList()
                    : axes;
            node.become(new Reduction(kind, over, keeps), node.input(0));
        });
    }
}
