package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Add;
import dev.toeplitz.graph.op.Mul;
import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.op.Relu;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.Require;
import java.util.Collections;

/** Operators on one element at a time, with NumPy's broadcasting since opset 7 and ONNX's own before. */
final class ElementwiseRules {
    private static final int NUMPY_BROADCASTING = 7;

    private ElementwiseRules() {}

    static void add() {
        unary("Relu", new Relu());
        binary("Add", new Add());
        binary("Mul", new Mul());
    }

    private static void unary(String name, Operator operator) {
        OnnxOperators.add(name, 1, node -> {
            legacy(node);
            node.become(operator, node.input(0));
        });
    }

    private static void binary(String name, Operator operator) {
        OnnxOperators.add(name, 1, node -> {
            legacy(node);
            node.become(operator, node.input(0), second(node));
        });
    }

    /** An optimisation hint of opset 1 to 5. */
    static void legacy(OnnxNode node) {
        if (node.opset() < 6) {
            node.attributes().accept("consumed_inputs");
        }
    }

    /** The second operand; before opset 7 its axes are a run of the first one's, from {@code axis} on. */
    static Value second(OnnxNode node) {
        Value y = node.input(1);
        if (node.opset() >= NUMPY_BROADCASTING) {
            return y;
        }
        Shape x = node.shape(0);
        Shape own = y.type().shape();
        boolean broadcast = node.attributes().flag("broadcast", false);
        int axis = node.attributes().integer("axis", x.rank() - own.rank());
        Require.that(
                broadcast || own.equals(x),
                "shapes %s and %s without broadcast".formatted(x, own),
                "equal shapes before opset 7",
                "set broadcast=1, or convert the model to opset 7 or later");
        int from = axis < 0 ? axis + x.rank() : axis;
        int after = x.rank() - from - own.rank();
        Require.that(from >= 0 && after >= 0, "axis %d for shapes %s and %s".formatted(axis, x, own), "axes of the first", "correct axis");
        return node.reshaped("broadcast", y, own.then(new Shape(Collections.nCopies(after, 1))));
    }
}
