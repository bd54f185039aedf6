package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Abs;
import dev.toeplitz.graph.op.Acos;
import dev.toeplitz.graph.op.Acosh;
import dev.toeplitz.graph.op.Asin;
import dev.toeplitz.graph.op.Asinh;
import dev.toeplitz.graph.op.Atan;
import dev.toeplitz.graph.op.Atanh;
import dev.toeplitz.graph.op.Ceil;
import dev.toeplitz.graph.op.Celu;
import dev.toeplitz.graph.op.Clip;
import dev.toeplitz.graph.op.Cos;
import dev.toeplitz.graph.op.Cosh;
import dev.toeplitz.graph.op.Dropout;
import dev.toeplitz.graph.op.Elu;
import dev.toeplitz.graph.op.Erf;
import dev.toeplitz.graph.op.Exp;
import dev.toeplitz.graph.op.Floor;
import dev.toeplitz.graph.op.Gelu;
import dev.toeplitz.graph.op.HardSigmoid;
import dev.toeplitz.graph.op.HardSwish;
import dev.toeplitz.graph.op.LeakyRelu;
import dev.toeplitz.graph.op.Log;
import dev.toeplitz.graph.op.Max;
import dev.toeplitz.graph.op.Min;
import dev.toeplitz.graph.op.Mish;
import dev.toeplitz.graph.op.Mul;
import dev.toeplitz.graph.op.Neg;
import dev.toeplitz.graph.op.Not;
import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.op.Reciprocal;
import dev.toeplitz.graph.op.Relu;
import dev.toeplitz.graph.op.Round;
import dev.toeplitz.graph.op.Selu;
import dev.toeplitz.graph.op.Shrink;
import dev.toeplitz.graph.op.Sigmoid;
import dev.toeplitz.graph.op.Sign;
import dev.toeplitz.graph.op.Sin;
import dev.toeplitz.graph.op.Sinh;
import dev.toeplitz.graph.op.Softplus;
import dev.toeplitz.graph.op.Softsign;
import dev.toeplitz.graph.op.Sqrt;
import dev.toeplitz.graph.op.Swish;
import dev.toeplitz.graph.op.Tan;
import dev.toeplitz.graph.op.Tanh;
import dev.toeplitz.graph.op.ThresholdedRelu;
import dev.toeplitz.terms.Require;
import java.util.function.Function;

/** Functions of one element: activations and the rest of the pocket calculator. */
final class ActivationRules {
    private ActivationRules() {}

    static void add() {
        plain("Abs", 1, new Abs());
        plain("Acos", 7, new Acos());
        plain("Acosh", 9, new Acosh());
        plain("Asin", 7, new Asin());
        plain("Asinh", 9, new Asinh());
        plain("Atan", 7, new Atan());
        plain("Atanh", 9, new Atanh());
        plain("Ceil", 1, new Ceil());
        plain("Cos", 7, new Cos());
        plain("Cosh", 9, new Cosh());
        plain("Erf", 9, new Erf());
        plain("Exp", 1, new Exp());
        plain("Floor", 1, new Floor());
        plain("HardSwish", 14, new HardSwish());
        plain("Log", 1, new Log());
        plain("Mish", 18, new Mish());
        plain("Neg", 1, new Neg());
        plain("Not", 1, new Not());
        plain("Reciprocal", 1, new Reciprocal());
        plain("Relu", 1, new Relu());
        plain("Round", 11, new Round());
        plain("Sigmoid", 1, new Sigmoid());
        plain("Sign", 9, new Sign());
        plain("Sin", 7, new Sin());
        plain("Sinh", 9, new Sinh());
        plain("Softplus", 1, new Softplus());
        plain("Softsign", 1, new Softsign());
        plain("Sqrt", 1, new Sqrt());
        plain("Tan", 7, new Tan());
        plain("Tanh", 1, new Tanh());
        // Defaults are single precision in ONNX, and so here.
        shaped("Celu", 12, a -> new Celu(a.real("alpha", 1)));
        shaped("Elu", 1, a -> new Elu(a.real("alpha", 1)));
        shaped("Gelu", 20, a -> new Gelu(a.choice("approximate", "none", "tanh").equals("tanh")));
        shaped("HardSigmoid", 1, a -> new HardSigmoid(a.real("alpha", 0.2f), a.real("beta", 0.5)));
        shaped("LeakyRelu", 1, a -> new LeakyRelu(a.real("alpha", 0.01f)));
        shaped("Shrink", 9, a -> new Shrink(a.real("lambd", 0.5), a.real("bias", 0)));
        shaped("ThresholdedRelu", 10, a -> new ThresholdedRelu(a.real("alpha", 1)));
        OnnxOperators.add("Selu", 1, ActivationRules::selu);
        OnnxOperators.add("Swish", 24, ActivationRules::swish);
        OnnxOperators.add("Clip", 1, 10, ActivationRules::clipByAttributes);
        OnnxOperators.add("Clip", 11, ActivationRules::clipByInputs);
        OnnxOperators.add("Dropout", 1, ActivationRules::dropout);
    }

    private static void plain(String name, int since, Operator operator) {
        shaped(name, since, _ -> operator);
    }

    private static void shaped(String name, int since, Function<Attributes, Operator> operator) {
        OnnxOperators.add(name, since, node -> {
            ElementwiseRules.legacy(node);
            node.become(operator.apply(node.attributes()), node.input(0));
        });
    }

    /** The first version gave both constants to four digits only. */
    private static void selu(OnnxNode node) {
        ElementwiseRules.legacy(node);
        boolean first = node.opset() < 6;
        double alpha = node.attributes().real("alpha", first ? 1.6732f : 1.67326319217681884765625f);
        double gamma = node.attributes().real("gamma", first ? 1.0507f : 1.05070102214813232421875f);
        node.become(new Selu(alpha, gamma), node.input(0));
    }

    private static void swish(OnnxNode node) {
        double alpha = node.attributes().real("alpha", 1);
        Value x = node.input(0);
        if (alpha == 1) {
            node.become(new Swish(), x);
            return;
        }
        Value scaled = node.part("scaled", new Mul(), x, node.constant("alpha", KnownRules.like(x, alpha)));
        node.become(new Mul(), x, node.part("gate", new Sigmoid(), scaled));
    }

    private static void clipByAttributes(OnnxNode node) {
        ElementwiseRules.legacy(node);
        double least = node.attributes().real("min", Double.NEGATIVE_INFINITY);
        double most = node.attributes().real("max", Double.POSITIVE_INFINITY);
        node.become(new Clip(least, most), node.input(0));
    }

    /** Bounds that are only known when the network runs are a maximum and a minimum. */
    private static void clipByInputs(OnnxNode node) {
        boolean known = (!node.has(1) || node.isKnown(1)) && (!node.has(2) || node.isKnown(2));
        if (known) {
            double least = node.has(1) ? node.real(1, "the lower bound") : Double.NEGATIVE_INFINITY;
            double most = node.has(2) ? node.real(2, "the upper bound") : Double.POSITIVE_INFINITY;
            node.become(new Clip(least, most), node.input(0));
        } else if (node.has(1) && node.has(2)) {
            node.become(new Min(), node.part("lower", new Max(), node.input(0), node.input(1)), node.input(2));
        } else if (node.has(1)) {
            node.become(new Max(), node.input(0), node.input(1));
        } else {
            node.become(new Min(), node.input(0), node.input(2));
        }
    }

    /** At inference nothing is dropped; the mask is not modelled. */
    private static void dropout(OnnxNode node) {
        ElementwiseRules.legacy(node);
        node.attributes().accept(node.opset() < 12 ? "ratio" : "seed");
        if (node.opset() < 7) {
            node.attributes().accept("is_test");
        }
        boolean training = node.has(2) && node.integer(2, "training_mode") != 0;
        Require.that(!training, "training_mode is 1", "0: inference", "export the model in evaluation mode");
        node.become(new Dropout(), node.input(0));
    }
}
