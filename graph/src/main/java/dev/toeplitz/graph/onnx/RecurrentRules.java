package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Elu;
import dev.toeplitz.graph.op.Gru;
import dev.toeplitz.graph.op.HardSigmoid;
import dev.toeplitz.graph.op.LeakyRelu;
import dev.toeplitz.graph.op.Lstm;
import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.op.Recurrence;
import dev.toeplitz.graph.op.Recurrence.Direction;
import dev.toeplitz.graph.op.Recurrence.Extra;
import dev.toeplitz.graph.op.Relu;
import dev.toeplitz.graph.op.Rnn;
import dev.toeplitz.graph.op.Sigmoid;
import dev.toeplitz.graph.op.Softplus;
import dev.toeplitz.graph.op.Softsign;
import dev.toeplitz.graph.op.Tanh;
import dev.toeplitz.graph.op.ThresholdedRelu;
import dev.toeplitz.graph.op.Transpose;
import dev.toeplitz.graph.op.UnaryOperator;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.terms.InputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/** Layers over time. */
final class RecurrentRules {
    private RecurrentRules() {}

    static void add() {
        OnnxOperators.add("RNN", 1, node -> {
            Recurrence form = form(node, List.of(Extra.BIAS, Extra.LENGTHS, Extra.INITIAL_STATE));
            become(node, form, new Rnn(form, activations(node, form, "Tanh"), clip(node)));
        });
        OnnxOperators.add("GRU", 1, node -> {
            Recurrence form = form(node, List.of(Extra.BIAS, Extra.LENGTHS, Extra.INITIAL_STATE));
            boolean resetsLast = node.opset() >= 3 && node.attributes().flag("linear_before_reset", false);
            become(node, form, new Gru(form, activations(node, form, "Sigmoid", "Tanh"), resetsLast, clip(node)));
        });
        OnnxOperators.add("LSTM", 1, node -> {
            Recurrence form = form(
                    node, List.of(Extra.BIAS, Extra.LENGTHS, Extra.INITIAL_STATE, Extra.INITIAL_CELL, Extra.PEEPHOLES));
            boolean couples = node.attributes().flag("input_forget", false);
            become(node, form, new Lstm(form, activations(node, form, "Sigmoid", "Tanh", "Tanh"), couples, clip(node)));
        });
    }

    private static double clip(OnnxNode node) {
        return node.attributes().real("clip", Double.POSITIVE_INFINITY);
    }

    /** ONNX's inputs from the fourth on, in its own order. */
    private static Recurrence form(OnnxNode node, List<Extra> extras) {
        node.attributes().accept("hidden_size", node.opset() < 7 ? "output_sequence" : "");
        Direction direction = switch (node.attributes().choice("direction", "forward", "reverse", "bidirectional")) {
            case "reverse" -> Direction.REVERSE;
            case "bidirectional" -> Direction.BIDIRECTIONAL;
            default -> Direction.FORWARD;
        };
        List<Extra> present = IntStream.range(0, extras.size())
                .filter(i -> node.has(3 + i))
                .mapToObj(extras::get)
                .toList();
        return new Recurrence(direction, present);
    }

    /** Which of ONNX's inputs it is. */
    static int input(Extra extra) {
        return switch (extra) {
            case BIAS -> 3;
            case LENGTHS -> 4;
            case INITIAL_STATE -> 5;
            case INITIAL_CELL -> 6;
            case PEEPHOLES -> 7;
        };
    }

    /** Layout 1 has the batch before time and before directions; here it is turned. */
    private static void become(OnnxNode node, Recurrence form, Operator layer) {
        boolean batchFirst = node.opset() >= 14 && node.attributes().flag("layout", false);
        List<Value> operands = new ArrayList<>();
        operands.add(batchFirst ? node.part("x", turned(), node.input(0)) : node.input(0));
        operands.add(node.input(1));
        operands.add(node.input(2));
        for (Extra extra : form.extras()) {
            boolean state = extra == Extra.INITIAL_STATE || extra == Extra.INITIAL_CELL;
            Value value = node.input(input(extra));
            value = extra == Extra.BIAS ? bias(node, value) : value;
            operands.add(state && batchFirst ? node.part(extra.name().toLowerCase(), turned(), value) : value);
        }
        if (!batchFirst) {
            node.become(layer, operands);
            return;
        }
        List<Value> made = node.parts("layer", layer, operands);
        node.pass(node.part("y", new Transpose(List.of(2, 0, 1, 3)), made.getFirst()));
        for (int i = 1; i < made.size(); i++) {
            node.pass(node.part("last" + i, turned(), made.get(i)));
        }
    }

    /** A second bias of zeros is what exporters write where a layer has one: left out, or it would count as learnt. */
    private static Value bias(OnnxNode node, Value value) {
        Shape shape = value.type().shape();
        if (!node.isKnown(3) || shape.rank() != 2 || shape.at(1) % 2 != 0) {
            return value;
        }
        Tensor tensor = node.known(3, "the bias");
        int rows = shape.at(1) / 2;
        int half = shape.at(0) * rows;
        boolean first = IntStream.range(0, 2 * half).allMatch(i -> i / rows % 2 == 0 || tensor.at(i) == 0);
        if (!first || tensor instanceof Tensor.Filled) {
            return value;
        }
        double[] kept = IntStream.range(0, half)
                .mapToDouble(i -> tensor.at(i / rows * 2 * rows + i % rows))
                .toArray();
        return node.constant("bias", Tensor.of(value.type().with(shape.with(1, rows)), kept));
    }

    private static Transpose turned() {
        return new Transpose(List.of(1, 0, 2));
    }

    private static List<UnaryOperator> activations(OnnxNode node, Recurrence form, String... defaults) {
        int directions = form.direction() == Direction.BIDIRECTIONAL ? 2 : 1;
        List<String> names = node.attributes()
                .texts("activations")
                .orElse(Collections.nCopies(directions, List.of(defaults)).stream()
                        .flatMap(List::stream)
                        .toList());
        Iterator<Double> alphas =
                node.attributes().reals("activation_alpha").orElse(List.of()).iterator();
        Iterator<Double> betas =
                node.attributes().reals("activation_beta").orElse(List.of()).iterator();
        return names.stream().map(name -> activation(name, alphas, betas)).toList();
    }

    /** The functions that have parameters take theirs from the lists, in order. */
    private static UnaryOperator activation(String name, Iterator<Double> alphas, Iterator<Double> betas) {
        return switch (name.toLowerCase()) {
            case "relu" -> new Relu();
            case "tanh" -> new Tanh();
            case "sigmoid" -> new Sigmoid();
            case "softsign" -> new Softsign();
            case "softplus" -> new Softplus();
            case "leakyrelu" -> new LeakyRelu(next(alphas, 0.01f));
            case "thresholdedrelu" -> new ThresholdedRelu(next(alphas, 1));
            case "elu" -> new Elu(next(alphas, 1));
            case "hardsigmoid" -> new HardSigmoid(next(alphas, 0.2f), next(betas, 0.5));
            default ->
                throw InputException.unknown(
                        "activation of a recurrent layer",
                        Names.clean(name),
                        List.of(
                                "Relu",
                                "Tanh",
                                "Sigmoid",
                                "Softsign",
                                "Softplus",
                                "LeakyRelu",
                                "ThresholdedRelu",
                                "Elu",
                                "HardSigmoid"));
        };
    }

    private static double next(Iterator<Double> values, double otherwise) {
        return values.hasNext() ? values.next() : otherwise;
    }
}
