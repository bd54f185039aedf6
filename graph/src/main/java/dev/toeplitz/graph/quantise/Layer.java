package dev.toeplitz.graph.quantise;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.Linear;
import dev.toeplitz.graph.op.MatMul;
import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.terms.DataType;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A convolution or matrix product with weights that are known.
 *
 * @param channels of its output, each with a scale of its own
 * @param run how many of the weight's elements lie between two of neighbouring channels
 */
record Layer(Node node, Tensor weight, Optional<Tensor> bias, int channels, int run) {
    /** Products of 255 · 127 that 32 bits hold, with as much left for the bias. */
    private static final long MOST_TERMS = 1 << 15;

    static boolean isContraction(Operator operator) {
        return operator instanceof Conv || operator instanceof Linear || operator instanceof MatMul;
    }

    /** Why a contraction is not computed in integers; empty where it can be. */
    static Optional<String> obstacle(Graph graph, Node node, Ranges ranges) {
        Value x = node.inputs().getFirst();
        if (x.type().type() != DataType.FLOAT32) {
            return Optional.of("its input is of type " + x.type().type());
        }
        boolean known = node.inputs().stream()
                .skip(1)
                .allMatch(value ->
                        graph.isConstant(value) && graph.constant(value).known());
        if (!known || graph.isConstant(x)) {
            return Optional.of("its weights are not known beforehand");
        }
        if (node.operator() instanceof Linear(boolean turned, boolean _, double alpha, double beta)
                && (turned || alpha != 1 || beta != 1)) {
            return Optional.of("it transposes its input or scales its result");
        }
        if (!(node.operator() instanceof Conv)
                && (node.inputs().get(1).type().shape().rank() != 2
                        || x.type().shape().rank() < 2)) {
            return Optional.of("its operands are no matrices");
        }
        Layer layer = of(graph, node);
        if (layer.bias().isPresent() && layer.bias().get().type().elements() != layer.channels()) {
            return Optional.of("its bias is not one value a channel");
        }
        if (layer.terms() > MOST_TERMS) {
            return Optional.of("%,d products do not sum up in 32 bits".formatted(layer.terms()));
        }
        return ranges.of(x).isEmpty()
                ? Optional.of("its input was not seen in calibration")
                : ranges.of(x).get().isFinite() ? Optional.empty() : Optional.of("its input is not finite");
    }

    static Layer of(Graph graph, Node node) {
        Tensor weight = graph.constant(node.inputs().get(1));
        Optional<Tensor> bias = node.inputs().size() > 2
                ? Optional.of(graph.constant(node.inputs().get(2)))
                : Optional.empty();
        boolean last = isColumns(node.operator());
        int channels = weight.shape().at(last ? 1 : 0);
        int run = last ? 1 : Math.toIntExact(weight.type().elements() / Math.max(1, channels));
        return new Layer(node, weight, bias, channels, run);
    }

    /** Whether output channels are the weight's columns; otherwise they are its first axis. */
    private static boolean isColumns(Operator operator) {
        return operator instanceof MatMul || operator instanceof Linear linear && !linear.transposesWeight();
    }

    /** Products of a sum. */
    long terms() {
        return weight.type().elements() / Math.max(1, channels);
    }

    /** What a weight of 1 stands for, by channel: its largest one becomes {@code whole}. */
    double[] steps(int whole) {
        Tensor read = weight.loaded();
        double[] steps = new double[channels];
        long terms = terms();
        IntStream.range(0, channels).parallel().forEach(channel -> {
            double most = 0;
            for (int i = 0; i < terms; i++) {
                int at = run == 1 ? i * channels + channel : channel * run + i;
                most = Math.max(most, Math.abs(read.at(at)));
            }
            steps[channel] = Scale.step(most / whole);
        });
        return steps;
    }

    /** The bias in units of the sums, where a unit of the input stands for {@code step}. */
    double[] wholeBias(double step, double[] steps) {
        double[] whole = new double[channels];
        for (int i = 0; i < channels; i++) {
            double units = Math.rint(bias.orElseThrow().at(i) / (step * steps[i]));
            whole[i] = Math.clamp(units, -0x1p30, 0x1p30);
        }
        return whole;
    }
}
