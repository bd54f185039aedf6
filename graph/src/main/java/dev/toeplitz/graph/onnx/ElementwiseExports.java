package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.op.Abs;
import dev.toeplitz.graph.op.Acos;
import dev.toeplitz.graph.op.Acosh;
import dev.toeplitz.graph.op.Add;
import dev.toeplitz.graph.op.And;
import dev.toeplitz.graph.op.Asin;
import dev.toeplitz.graph.op.Asinh;
import dev.toeplitz.graph.op.Atan;
import dev.toeplitz.graph.op.Atanh;
import dev.toeplitz.graph.op.BinaryOperator;
import dev.toeplitz.graph.op.Ceil;
import dev.toeplitz.graph.op.Celu;
import dev.toeplitz.graph.op.Clip;
import dev.toeplitz.graph.op.Cos;
import dev.toeplitz.graph.op.Cosh;
import dev.toeplitz.graph.op.Div;
import dev.toeplitz.graph.op.Dropout;
import dev.toeplitz.graph.op.Elu;
import dev.toeplitz.graph.op.Equal;
import dev.toeplitz.graph.op.Erf;
import dev.toeplitz.graph.op.Exp;
import dev.toeplitz.graph.op.Floor;
import dev.toeplitz.graph.op.Gelu;
import dev.toeplitz.graph.op.Greater;
import dev.toeplitz.graph.op.GreaterOrEqual;
import dev.toeplitz.graph.op.HardSigmoid;
import dev.toeplitz.graph.op.HardSwish;
import dev.toeplitz.graph.op.Identity;
import dev.toeplitz.graph.op.IsInf;
import dev.toeplitz.graph.op.IsNaN;
import dev.toeplitz.graph.op.LeakyRelu;
import dev.toeplitz.graph.op.Less;
import dev.toeplitz.graph.op.LessOrEqual;
import dev.toeplitz.graph.op.Log;
import dev.toeplitz.graph.op.Max;
import dev.toeplitz.graph.op.Min;
import dev.toeplitz.graph.op.Mish;
import dev.toeplitz.graph.op.Mod;
import dev.toeplitz.graph.op.Mul;
import dev.toeplitz.graph.op.Neg;
import dev.toeplitz.graph.op.Not;
import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.op.Or;
import dev.toeplitz.graph.op.PRelu;
import dev.toeplitz.graph.op.Pow;
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
import dev.toeplitz.graph.op.Sub;
import dev.toeplitz.graph.op.Swish;
import dev.toeplitz.graph.op.Tan;
import dev.toeplitz.graph.op.Tanh;
import dev.toeplitz.graph.op.ThresholdedRelu;
import dev.toeplitz.graph.op.TruthOperator;
import dev.toeplitz.graph.op.UnaryOperator;
import dev.toeplitz.graph.op.Xor;
import dev.toeplitz.terms.DataType;

/** Functions of one element and of two. Most are called in ONNX as they are here. */
final class ElementwiseExports {
    private ElementwiseExports() {}

    static void write(UnaryOperator operator, ExportNode node) {
        switch (operator) {
            case Clip(double least, double most) -> clip(least, most, node);
            case Not _ -> not(node);
            case Abs _, Acos _, Acosh _, Asin _, Asinh _, Atan _, Atanh _, Ceil _, Cos _, Cosh _, Erf _, Exp _ ->
                plain(operator, node);
            case Floor _, HardSwish _, Identity _, Log _, Mish _, Neg _, Reciprocal _, Relu _, Round _ ->
                plain(operator, node);
            case Dropout _, Sigmoid _, Sign _, Sin _, Sinh _, Softplus _, Softsign _, Sqrt _, Swish _, Tan _, Tanh _ ->
                plain(operator, node);
            case Celu(double alpha) -> node.become(Call.of("Celu").real("alpha", alpha));
            case Elu(double alpha) -> node.become(Call.of("Elu").real("alpha", alpha));
            case Gelu(boolean byTanh) -> node.become(Call.of("Gelu").text("approximate", byTanh ? "tanh" : "none"));
            case HardSigmoid(double alpha, double beta) ->
                node.become(Call.of("HardSigmoid").real("alpha", alpha).real("beta", beta));
            case LeakyRelu(double slope) -> node.become(Call.of("LeakyRelu").real("alpha", slope));
            case Selu(double alpha, double gamma) ->
                node.become(Call.of("Selu").real("alpha", alpha).real("gamma", gamma));
            case Shrink(double lambda, double bias) ->
                node.become(Call.of("Shrink").real("lambd", lambda).real("bias", bias));
            case ThresholdedRelu(double alpha) ->
                node.become(Call.of("ThresholdedRelu").real("alpha", alpha));
        }
    }

    static void write(BinaryOperator operator, ExportNode node) {
        switch (operator) {
            case Mod(boolean asC)
            when asC || !node.type(0).type().isFloat() ->
                node.become(Call.of("Mod").flag("fmod", asC));
            case Mod _ -> modulo(node);
            case Add _, Div _, Max _, Min _, Mul _, PRelu _, Pow _, Sub _ -> plain(operator, node);
        }
    }

    static void write(TruthOperator operator, ExportNode node) {
        switch (operator) {
            case IsInf(boolean negative, boolean positive) ->
                node.become(Call.of("IsInf").flag("detect_negative", negative).flag("detect_positive", positive));
            case And _, Or _, Xor _ -> node.become(Call.of(operator.name()), truth(0, node), truth(1, node));
            case Equal _, Greater _, GreaterOrEqual _, IsNaN _, Less _, LessOrEqual _ -> plain(operator, node);
        }
    }

    private static void plain(Operator operator, ExportNode node) {
        node.become(Call.of(operator.name()));
    }

    /** An operand of logic, which in ONNX takes truth values only. */
    private static String truth(int input, ExportNode node) {
        boolean already = node.type(input).type() == DataType.BOOL;
        return already ? node.input(input) : node.part("truth" + input, cast(DataType.BOOL), node.input(input));
    }

    private static Call cast(DataType type) {
        return Call.of("Cast").integer("to", ElementTypes.number(type));
    }

    private static void not(ExportNode node) {
        DataType type = node.type(0).type();
        if (type == DataType.BOOL) {
            node.become(Call.of("Not"));
        } else {
            node.become(cast(type), node.part("not", Call.of("Not"), truth(0, node)));
        }
    }

    /** Of floating-point numbers ONNX has only C's remainder: where its sign is not the divisor's, the divisor is added. */
    private static void modulo(ExportNode node) {
        String divisor = node.input(1);
        String zero = node.scalar("zero", 0);
        String rest = node.part("rest", Call.of("Mod").flag("fmod", true), node.input(0), divisor);
        String signs = node.part(
                "signs",
                Call.of("Xor"),
                node.part("below", Call.of("Less"), rest, zero),
                node.part("divisor/below", Call.of("Less"), divisor, zero));
        String some = node.part("some", Call.of("Not"), node.part("none", Call.of("Equal"), rest, zero));
        String turned = node.part("turned", Call.of("And"), signs, some);
        node.become(Call.of("Where"), turned, node.part("added", Call.of("Add"), rest, divisor), rest);
    }

    /** A bound that holds nothing is left out. */
    private static void clip(double least, double most, ExportNode node) {
        String low = least == Double.NEGATIVE_INFINITY ? "" : node.scalar("min", least);
        if (most == Double.POSITIVE_INFINITY) {
            node.become(Call.of("Clip"), node.input(0), low);
        } else {
            node.become(Call.of("Clip"), node.input(0), low, node.scalar("max", most));
        }
    }
}
