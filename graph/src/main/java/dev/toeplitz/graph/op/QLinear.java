package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.Require;
import java.util.ArrayList;
import java.util.List;

/**
 * The inputs of a contraction of quantised numbers that gives such again, and its steps: with zero points x, x's scale, x's zero point, w,
 * w's scale and zero point, y's scale and zero point; without them x, x's scale, w, w's scale, y's scale. Behind them there may be a
 * bias, of scale x's · w's.
 *
 * <p>y = saturate(round((Σ + bias) · m) + zero point) with m = x's scale · w's scale / y's scale. Each of these operations but the sum,
 * which is exact, is rounded to single precision, as ONNX Runtime does it.
 */
record QLinear(List<TensorType> types, boolean shifted, DataType result, int rows, int columns) {
    private int at(int shiftedAt, int otherwise) {
        return shifted ? shiftedAt : otherwise;
    }

    int x() {
        return 0;
    }

    int xScale() {
        return 1;
    }

    int w() {
        return at(3, 2);
    }

    int wScale() {
        return at(4, 3);
    }

    int yScale() {
        return at(6, 4);
    }

    /** Where the bias stands if there is one: how many inputs come before. */
    int bias() {
        return at(8, 5);
    }

    /** Whether an input is a scale or a zero point. */
    boolean rescales(int input) {
        return input != x() && input != w() && input < bias();
    }

    Shape shape(int input) {
        return types.get(input).shape();
    }

    List<TensorType> operands() {
        return List.of(types.get(x()), types.get(w()));
    }

    void require(int most) {
        Inputs.count(Inputs.shapes(types), bias(), most);
        Quantised.requireEight("the input", types.get(x()));
        Quantised.requireEight("the weight", types.get(w()));
        Quantised.requireScale("the input's scale", types.get(xScale()));
        Quantised.requireScale("the weight's scale", types.get(wScale()));
        Quantised.requireScale("the output's scale", types.get(yScale()));
        Quantised.requirePerTensorOrAxis("the input's scale", shape(xScale()), shape(x()), rows);
        Quantised.requirePerTensorOrAxis("the weight's scale", shape(wScale()), shape(w()), columns);
        Require.that(
                shape(xScale()).elements() == 1 && shape(yScale()).elements() == 1,
                "the input's scale has shape %s and the output's %s".formatted(shape(xScale()), shape(yScale())),
                "one value each",
                "quantise activations by tensor");
        if (shifted) {
            Quantised.requirePerTensorOrAxis("the input's zero point", shape(2), shape(x()), rows);
            Quantised.requirePerTensorOrAxis("the weight's zero point", shape(5), shape(w()), columns);
            Require.that(
                    types.get(2).type() == types.get(x()).type()
                            && types.get(5).type() == types.get(w()).type()
                            && types.get(7).type() == result
                            && shape(7).elements() == 1,
                    "zero points of types %s, %s and %s".formatted(types.get(2), types.get(5), types.get(7)),
                    "those of the input, the weight and the output",
                    "check the node's inputs");
        }
        if (types.size() > bias()) {
            Require.that(
                    types.get(bias()).type() == DataType.INT32,
                    "the bias is of type %s".formatted(types.get(bias()).type()),
                    "INT32",
                    "quantise it by the input's scale times the weight's");
        }
    }

    /**
     * The steps.
     *
     * @param contract of x and w, as values 0 and 1
     * @param axis of the result along which the weight's scale and the bias run
     */
    Definition definition(Contract contract, int axis) {
        Shifted steps = new Shifted(types.size());
        int multiplier = steps.add(multiplier());
        int x = shifted ? steps.less(x(), shape(x()), 2, shape(2), rows) : x();
        int w = shifted ? steps.less(w(), shape(w()), 5, shape(5), columns) : w();
        int sum = steps.contract(contract, x, w);
        Shape y = contract.out().shape();
        List<View> views = new ArrayList<>(
                List.of(View.aligned(sum, y, y), Quantised.perTensorOrAxis(multiplier, shape(wScale()), y, axis)));
        Scalar whole = arg(0);
        if (types.size() > bias()) {
            whole = whole.plus(arg(views.size()));
            views.add(Quantised.perTensorOrAxis(bias(), shape(bias()), y, axis));
        }
        Scalar scaled = whole.single().times(arg(1)).single();
        Scalar f = Quantised.saturated(scaled, result);
        if (shifted) {
            f = Quantised.saturated(scaled, arg(views.size()), result);
            views.add(Quantised.perTensorOrAxis(7, shape(7), y, axis));
        }
        steps.add(new Pointwise(y, views, f));
        return steps.definition();
    }

    private Pointwise multiplier() {
        Shape scales = shape(wScale());
        List<View> views = List.of(
                Quantised.perTensorOrAxis(xScale(), shape(xScale()), scales, 0),
                View.aligned(wScale(), scales, scales),
                Quantised.perTensorOrAxis(yScale(), shape(yScale()), scales, 0));
        return new Pointwise(
                scales, views, arg(0).times(arg(1)).single().over(arg(2)).single());
    }
}
