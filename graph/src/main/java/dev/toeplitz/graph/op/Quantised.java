package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.UnaryOp;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Require;

/** What operators on quantised numbers have in common: a number q stands for (q − zero point) · scale. */
final class Quantised {
    private Quantised() {}

    /** The type of quantised numbers; refuses others. */
    static DataType requireType(DataType type) {
        return switch (type) {
            case INT8, UINT8, INT16, UINT16 -> type;
            case FLOAT64, FLOAT32, FLOAT16, BFLOAT16, INT64, INT32, INT4, UINT64, UINT32, BOOL ->
                throw new InputException(
                        "numbers quantised to %s".formatted(type), "INT8, UINT8, INT16 or UINT16", "take one of them");
        };
    }

    static void requireScale(String what, TensorType scale) {
        Require.that(
                scale.type() == DataType.FLOAT32,
                "%s is of type %s".formatted(what, scale.type()),
                "FLOAT32",
                "convert the model");
    }

    static void requireEight(String what, TensorType type) {
        Require.that(
                type.type() == DataType.INT8 || type.type() == DataType.UINT8,
                "%s is of type %s".formatted(what, type.type()),
                "INT8 or UINT8",
                "quantise it first");
    }

    /** One value for all of {@code x}, or one for each position along an axis of it. */
    static void requirePerTensorOrAxis(String what, Shape found, Shape x, int axis) {
        Require.that(
                found.elements() == 1 || found.rank() == 1 && x.rank() > 0 && found.at(0) == x.at(x.axis(axis)),
                "%s has shape %s".formatted(what, found),
                "one value, or one for each of axis %d of %s".formatted(axis, x),
                "check the shapes that flow into this node");
    }

    /** Such values, as each element of {@code x} reads them. */
    static View perTensorOrAxis(int operand, Shape shape, Shape x, int axis) {
        if (shape.elements() != 1) {
            return View.along(operand, shape.at(0), x.axis(axis));
        }
        View.Builder view = View.of(operand, shape);
        for (int i = 0; i < shape.rank(); i++) {
            view.axis(Axis.at(0));
        }
        return view.build();
    }

    /** The nearest whole number, the even one of two, no further than the type reaches. */
    static Scalar saturated(Scalar x, DataType type) {
        return held(x.apply(UnaryOp.ROUND), type);
    }

    /** The same shifted by a zero point. */
    static Scalar saturated(Scalar x, Scalar zeroPoint, DataType type) {
        return held(x.apply(UnaryOp.ROUND).plus(zeroPoint).single(), type);
    }

    private static Scalar held(Scalar whole, DataType type) {
        double span = Math.scalb(1.0, type.bits());
        double least = type.kind() == DataType.Kind.SIGNED ? -span / 2 : 0;
        return whole.max(least).min(least + span - 1);
    }
}
