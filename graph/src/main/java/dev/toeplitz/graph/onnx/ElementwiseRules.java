package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Add;
import dev.toeplitz.graph.op.And;
import dev.toeplitz.graph.op.Cast;
import dev.toeplitz.graph.op.Div;
import dev.toeplitz.graph.op.Equal;
import dev.toeplitz.graph.op.Greater;
import dev.toeplitz.graph.op.GreaterOrEqual;
import dev.toeplitz.graph.op.IsInf;
import dev.toeplitz.graph.op.IsNaN;
import dev.toeplitz.graph.op.Less;
import dev.toeplitz.graph.op.LessOrEqual;
import dev.toeplitz.graph.op.Max;
import dev.toeplitz.graph.op.Min;
import dev.toeplitz.graph.op.Mod;
import dev.toeplitz.graph.op.Mul;
import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.op.Or;
import dev.toeplitz.graph.op.PRelu;
import dev.toeplitz.graph.op.Pow;
import dev.toeplitz.graph.op.Sub;
import dev.toeplitz.graph.op.Sum;
import dev.toeplitz.graph.op.Where;
import dev.toeplitz.graph.op.Xor;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.Require;
import java.util.Collections;
import java.util.List;

/** Operators on one element at a time, with NumPy's broadcasting since opset 7 and ONNX's own before. */
final class ElementwiseRules {
    private static final int NUMPY_BROADCASTING = 7;

    private ElementwiseRules() {}

    static void add() {
        binary("Add", new Add());
        binary("Div", new Div());
        binary("Mul", new Mul());
        binary("Pow", new Pow());
        binary("Sub", new Sub());
        binary("And", new And());
        binary("Equal", new Equal());
        binary("Greater", new Greater());
        binary("GreaterOrEqual", new GreaterOrEqual());
        binary("Less", new Less());
        binary("LessOrEqual", new LessOrEqual());
        binary("Or", new Or());
        binary("Xor", new Xor());
        OnnxOperators.add("IsNaN", 9, node -> node.become(new IsNaN(), node.input(0)));
        OnnxOperators.add("IsInf", 10, ElementwiseRules::isInf);
        OnnxOperators.add(
                "Mod",
                10,
                node -> node.become(new Mod(node.attributes().flag("fmod", false)), node.input(0), node.input(1)));
        OnnxOperators.add("Where", 9, node -> node.become(new Where(), node.all()));
        OnnxOperators.add("PRelu", 1, ElementwiseRules::prelu);
        variadic("Max", new Max());
        variadic("Min", new Min());
        OnnxOperators.add("Sum", 1, ElementwiseRules::sum);
        OnnxOperators.add("Mean", 1, ElementwiseRules::mean);
        OnnxOperators.add("Cast", 1, ElementwiseRules::cast);
        OnnxOperators.add("CastLike", 15, node -> {
            node.attributes().accept("saturate", "round_mode");
            node.become(new Cast(node.type(1).type()), node.input(0));
        });
    }

    private static void binary(String name, Operator operator) {
        OnnxOperators.add(name, 1, node -> {
            legacy(node);
            node.become(operator, node.input(0), second(node));
        });
    }

    /** Operators of two operands here, of any number in ONNX: a chain. */
    private static void variadic(String name, Operator operator) {
        OnnxOperators.add(name, 1, node -> {
            legacy(node);
            List<Value> inputs = node.all();
            Value folded = inputs.getFirst();
            for (int i = 1; i < inputs.size() - 1; i++) {
                folded = node.part("%d".formatted(i), operator, folded, inputs.get(i));
            }
            if (inputs.size() == 1) {
                node.pass(folded);
            } else {
                node.become(operator, folded, inputs.getLast());
            }
        });
    }

    private static void isInf(OnnxNode node) {
        boolean negative = node.attributes().flag("detect_negative", true);
        boolean positive = node.attributes().flag("detect_positive", true);
        node.become(new IsInf(negative, positive), node.input(0));
    }

    private static void sum(OnnxNode node) {
        legacy(node);
        node.become(new Sum(), node.all());
    }

    private static void mean(OnnxNode node) {
        legacy(node);
        Value sum = node.part("sum", new Sum(), node.all().toArray(Value[]::new));
        node.become(new Div(), sum, node.constant("count", KnownRules.like(sum, node.inputs())));
    }

    private static void cast(OnnxNode node) {
        node.attributes().accept("saturate", "round_mode");
        DataType to = node.opset() < 6
                ? ElementTypes.of(node.attributes().text("to", ""))
                : ElementTypes.of(node.attributes().integer("to"));
        node.become(new Cast(to), node.input(0));
    }

    /** Before opset 7 the slopes are one for each channel, which is axis 1, whatever the rank. */
    private static void prelu(OnnxNode node) {
        legacy(node);
        Value slope = node.input(1);
        int rank = node.shape(0).rank();
        Shape own = slope.type().shape();
        if (node.opset() < NUMPY_BROADCASTING && own.rank() == 1 && rank > 2) {
            slope = node.reshaped("slope", slope, own.then(new Shape(Collections.nCopies(rank - 2, 1))));
        }
        node.become(new PRelu(), node.input(0), slope);
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
        Require.that(
                from >= 0 && after >= 0,
                "axis %d for shapes %s and %s".formatted(axis, x, own),
                "axes of the first",
                "correct axis");
        return node.reshaped("broadcast", y, own.then(new Shape(Collections.nCopies(after, 1))));
    }
}
