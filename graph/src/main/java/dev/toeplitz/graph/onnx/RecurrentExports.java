package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.op.Elu;
import dev.toeplitz.graph.op.Gru;
import dev.toeplitz.graph.op.HardSigmoid;
import dev.toeplitz.graph.op.LeakyRelu;
import dev.toeplitz.graph.op.Lstm;
import dev.toeplitz.graph.op.Recurrence;
import dev.toeplitz.graph.op.Recurrence.Extra;
import dev.toeplitz.graph.op.Relu;
import dev.toeplitz.graph.op.Rnn;
import dev.toeplitz.graph.op.Sigmoid;
import dev.toeplitz.graph.op.Softplus;
import dev.toeplitz.graph.op.Softsign;
import dev.toeplitz.graph.op.Tanh;
import dev.toeplitz.graph.op.ThresholdedRelu;
import dev.toeplitz.graph.op.UnaryOperator;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.InputException;
import java.util.ArrayList;
import java.util.List;

/** Layers over time. Each has three inputs and then, each in its place, those that it may have. */
final class RecurrentExports {
    private static final int FIRST_EXTRA = 3;

    private RecurrentExports() {}

    static void write(Rnn rnn, ExportNode node) {
        write(Call.of("RNN"), rnn.form(), rnn.f(), rnn.clip(), node);
    }

    static void write(Gru gru, ExportNode node) {
        Call call = Call.of("GRU").flag("linear_before_reset", gru.resetsLast());
        write(call, gru.form(), gru.activations(), gru.clip(), node);
    }

    static void write(Lstm lstm, ExportNode node) {
        Call call = Call.of("LSTM").flag("input_forget", lstm.couples());
        write(call, lstm.form(), lstm.activations(), lstm.clip(), node);
    }

    private static void write(
            Call layer, Recurrence form, List<UnaryOperator> activations, double clip, ExportNode node) {
        Call call = layer.integer("hidden_size", node.shape(2).at(2))
                .text("direction", form.direction().name().toLowerCase())
                .texts(
                        "activations",
                        activations.stream().map(RecurrentExports::name).toList());
        List<Double> alphas =
                activations.stream().flatMap(f -> alpha(f).stream()).toList();
        List<Double> betas = activations.stream().flatMap(f -> beta(f).stream()).toList();
        call = alphas.isEmpty() ? call : call.reals("activation_alpha", alphas);
        call = betas.isEmpty() ? call : call.reals("activation_beta", betas);
        call = Double.isInfinite(clip) ? call : call.real("clip", clip);
        node.become(call, operands(form, node));
    }

    private static List<String> operands(Recurrence form, ExportNode node) {
        List<String> operands = new ArrayList<>(node.all().subList(0, FIRST_EXTRA));
        for (int at = FIRST_EXTRA; at <= last(form); at++) {
            int position = at;
            operands.add(form.extras().stream()
                    .filter(extra -> RecurrentRules.input(extra) == position)
                    .map(extra -> operand(extra, FIRST_EXTRA + form.extras().indexOf(extra), node))
                    .findFirst()
                    .orElse(""));
        }
        return operands;
    }

    private static int last(Recurrence form) {
        return form.extras().stream().mapToInt(RecurrentRules::input).max().orElse(0);
    }

    /** ONNX's bias is always one of the input and one of the state, its lengths 32-bit. */
    private static String operand(Extra extra, int input, ExportNode node) {
        return switch (extra) {
            case BIAS -> bias(input, node);
            case LENGTHS ->
                node.type(input).type() == DataType.INT32
                        ? node.input(input)
                        : node.part(
                                "lengths",
                                Call.of("Cast").integer("to", ElementTypes.number(DataType.INT32)),
                                node.input(input));
            case INITIAL_STATE, INITIAL_CELL, PEEPHOLES -> node.input(input);
        };
    }

    private static String bias(int input, ExportNode node) {
        int rows = node.shape(2).at(1);
        Shape own = node.shape(input);
        if (own.at(1) == 2 * rows) {
            return node.input(input);
        }
        return node.known(input)
                .map(tensor -> node.constant("biases", withZeros(tensor)))
                .orElseGet(() -> node.part(
                        "biases",
                        Call.of("Pad"),
                        node.input(input),
                        node.integers("biases/pads", List.of(0, 0, 0, rows))));
    }

    /** D × G·H to D × 2·G·H. */
    private static Tensor withZeros(Tensor bias) {
        int rows = bias.shape().at(1);
        double[] values = new double[2 * (int) bias.type().elements()];
        for (int i = 0; i < bias.type().elements(); i++) {
            values[i / rows * 2 * rows + i % rows] = bias.at(i);
        }
        return Tensor.of(bias.type().with(bias.shape().with(1, 2 * rows)), values);
    }

    private static String name(UnaryOperator f) {
        return switch (f) {
            case Relu _,
                    Tanh _,
                    Sigmoid _,
                    Softsign _,
                    Softplus _,
                    LeakyRelu _,
                    ThresholdedRelu _,
                    Elu _,
                    HardSigmoid _ -> f.name();
            default ->
                throw new InputException(
                        "activation %s of a recurrent layer".formatted(f.name()),
                        "one that ONNX names: Relu, Tanh, Sigmoid, Softsign, Softplus, LeakyRelu, ThresholdedRelu,"
                                + " Elu, HardSigmoid",
                        "use one of these");
        };
    }

    private static List<Double> alpha(UnaryOperator f) {
        return switch (f) {
            case LeakyRelu(double slope) -> List.of(slope);
            case ThresholdedRelu(double alpha) -> List.of(alpha);
            case Elu(double alpha) -> List.of(alpha);
            case HardSigmoid(double alpha, double _) -> List.of(alpha);
            default -> List.of();
        };
    }

    private static List<Double> beta(UnaryOperator f) {
        return f instanceof HardSigmoid(double _, double beta) ? List.of(beta) : List.of();
    }
}
