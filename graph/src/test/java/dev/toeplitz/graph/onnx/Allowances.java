package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.op.BatchNorm;
import dev.toeplitz.graph.op.GroupNorm;
import dev.toeplitz.graph.op.Gru;
import dev.toeplitz.graph.op.Lstm;
import dev.toeplitz.graph.op.Resize;
import dev.toeplitz.graph.op.Rnn;
import dev.toeplitz.graph.op.Sigmoid;
import dev.toeplitz.graph.op.Swish;
import dev.toeplitz.graph.op.Tanh;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Where ONNX Runtime computes by another formula than an operator's definition, and rounding takes another course: how much
 * further off it may be, and why. Everything else is held to the definition's own bound. Of 1500 random graphs (seeds 1 to 1500,
 * ONNX Runtime 1.29.0) 67 had a node beyond that bound, all of these kinds: batch normalisation 42, sigmoid 8, swish 6, resize 5,
 * RNN 3, LSTM 2, group normalisation 1.
 */
final class Allowances {
    /** The unit roundoff of single precision. */
    private static final double UNIT = 0x1p-24;

    private Allowances() {}

    /** In absolute terms, for every element of the node's outputs. */
    static double of(Node node, List<Tensor> inputs) {
        return switch (node.operator()) {
            // A quotient of polynomials, whose error is one of the range from −1 or 0 to 1 and not of the result.
            case Sigmoid _, Tanh _ -> 2 * UNIT;
            case Swish _ -> 2 * UNIT * largest(inputs.getFirst());
            case Rnn _, Gru _, Lstm _ -> 4 * UNIT * inputs.getFirst().shape().at(0);
            // x · s + (β − mean · s) with s = γ / √(variance + ε), as if folded into a convolution.
            case BatchNorm(double epsilon) -> folded(inputs, epsilon);
            // The variance as the mean of squares less the square of the mean, as ONNX's definition has it.
            case GroupNorm(int groups, double epsilon) -> cancelled(inputs, groups, epsilon);
            // Positions, and so weights, are computed in single precision too.
            case Resize _ -> 8 * UNIT * largest(inputs.getFirst());
            default -> 0;
        };
    }

    private static double largest(Tensor tensor) {
        return Arrays.stream(tensor.toDoubles()).map(Math::abs).max().orElse(0);
    }

    /** Each of the products and their difference is rounded about four times. */
    private static double folded(List<Tensor> inputs, double epsilon) {
        double least = Arrays.stream(inputs.get(4).toDoubles()).min().orElse(0);
        double scale = largest(inputs.get(1)) / Math.sqrt(least + epsilon);
        return 4 * UNIT * ((largest(inputs.get(0)) + largest(inputs.get(3))) * scale + largest(inputs.get(2)));
    }

    /** A relative error of n roundings of the mean of squares becomes half of that, times mean of squares by variance. */
    private static double cancelled(List<Tensor> inputs, int groups, double epsilon) {
        Shape x = inputs.getFirst().shape();
        double[] values = inputs.getFirst().toDoubles();
        int length = values.length / (x.at(0) * groups);
        double worst = 0;
        for (int from = 0; from < values.length; from += length) {
            double[] lane = Arrays.copyOfRange(values, from, from + length);
            double mean = Arrays.stream(lane).average().orElse(0);
            double squares = Arrays.stream(lane).map(v -> v * v).average().orElse(0);
            double variance = squares - mean * mean + epsilon;
            double most = Arrays.stream(lane).map(v -> Math.abs(v - mean)).max().orElse(0) / Math.sqrt(variance);
            worst = Math.max(worst, squares / variance * most);
        }
        return (length + 4) * UNIT * worst * largest(inputs.get(1));
    }
}
