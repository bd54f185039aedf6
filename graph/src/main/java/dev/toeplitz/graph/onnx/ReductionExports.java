package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.op.Reduction;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.InputException;
import java.util.ArrayList;
import java.util.List;

/** Folds over whole axes. */
final class ReductionExports {
    private ReductionExports() {}

    /** Without axes nothing is joined, which ONNX does only where it is told so. */
    static void write(Reduction reduction, ExportNode node) {
        Call call = Call.of(reduction.name())
                .flag("keepdims", reduction.keepsAxes())
                .flag("noop_with_empty_axes", true);
        node.become(call, node.input(0), node.integers("axes", reduction.axes()));
    }

    static void position(String operator, int axis, boolean keepsAxis, boolean last, ExportNode node) {
        node.become(Call.of(operator)
                .integer("axis", axis)
                .flag("keepdims", keepsAxis)
                .flag("select_last_index", last));
    }

    /** Softmax and its kin, which in ONNX run along one axis: several neighbouring ones are made one and parted again. */
    static void lane(String operator, int axis, int axes, ExportNode node) {
        Shape x = node.shape(0);
        int from = x.axis(axis);
        if (axes == 1) {
            node.become(Call.of(operator).integer("axis", from));
            return;
        }
        Shape joined =
                x.slice(0, from).then(Shape.of(x.product(from, from + axes))).then(x.slice(from + axes, x.rank()));
        String flat = node.reshaped("flat", node.input(0), joined);
        node.becomeReshaped(node.part("lane", Call.of(operator).integer("axis", from), flat));
    }

    /** N × pieces·C × … seen as N × C × pieces × …, and the largest along the pieces. */
    static void maxout(int pieces, ExportNode node) {
        Shape x = node.shape(0);
        List<Integer> split = new ArrayList<>(List.of(x.at(0), x.at(1) / pieces, pieces));
        split.addAll(x.slice(2, x.rank()).extents());
        node.become(
                Call.of("ReduceMax").flag("keepdims", false),
                node.reshaped("pieces", node.input(0), new Shape(split)),
                node.integers("axes", List.of(2)));
    }

    /** What folds whole axes as the fold does. */
    static String name(Fold fold) {
        return switch (fold) {
            case SUM -> "ReduceSum";
            case MEAN -> "ReduceMean";
            case MAX -> "ReduceMax";
            case MIN -> "ReduceMin";
            case PRODUCT -> "ReduceProd";
            case ARG_MAX, ARG_MIN ->
                throw new InputException(
                        "a fold %s over several axes".formatted(fold), "one that gives a value", "fold by another");
        };
    }
}
