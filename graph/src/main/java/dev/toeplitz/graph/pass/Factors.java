package dev.toeplitz.graph.pass;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.op.BatchNorm;
import dev.toeplitz.graph.tensor.Rounding;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import java.util.Arrays;
import java.util.List;

/**
 * What batch normalisations in a row do to each channel: {@code scale} · x + {@code shift}, in double precision. Where a
 * parameter is left open all of it is.
 */
record Factors(int channels, boolean known, double[] scale, double[] shift) {
    static Factors of(Graph graph, List<Node> norms) {
        Factors all = of(graph, norms.getFirst());
        for (Node norm : norms.subList(1, norms.size())) {
            all = all.then(of(graph, norm));
        }
        return all;
    }

    private static Factors of(Graph graph, Node norm) {
        double epsilon = ((BatchNorm) norm.operator()).epsilon();
        List<Tensor> parameters =
                norm.inputs().stream().skip(1).map(graph::constant).toList();
        int channels = Math.toIntExact(parameters.getFirst().type().elements());
        if (!parameters.stream().allMatch(Tensor::known)) {
            return open(channels);
        }
        double[] scale = parameters.get(0).toDoubles();
        double[] shift = parameters.get(1).toDoubles();
        double[] mean = parameters.get(2).toDoubles();
        double[] variance = parameters.get(3).toDoubles();
        for (int channel = 0; channel < channels; channel++) {
            scale[channel] /= Math.sqrt(variance[channel] + epsilon);
            shift[channel] -= scale[channel] * mean[channel];
        }
        return new Factors(channels, true, scale, shift);
    }

    private static Factors open(int channels) {
        return new Factors(channels, false, new double[0], new double[0]);
    }

    private Factors then(Factors next) {
        if (!known || !next.known) {
            return open(channels);
        }
        double[] product = new double[channels];
        double[] sum = new double[channels];
        for (int channel = 0; channel < channels; channel++) {
            product[channel] = next.scale[channel] * scale[channel];
            sum[channel] = next.scale[channel] * shift[channel] + next.shift[channel];
        }
        return new Factors(channels, true, product, sum);
    }

    /** Whether every channel has a scale: none whose variance is 0 or less. */
    boolean finite() {
        return Arrays.stream(scale).allMatch(Double::isFinite);
    }

    /** The weight times the scale of each element's output channel. */
    Tensor scaled(Tensor weight, Absorber absorber) {
        return known && weight.known()
                ? new Tensor.Scaled(weight.type(), weight, absorber.spread(scale), absorber.run())
                : new Tensor.Absent(weight.type());
    }

    /** The bias that goes with it: scale · (factor · bias) + shift; {@code bias} is null where there is none. */
    Tensor shifted(Tensor bias, double factor, TensorType type) {
        if (!known || bias != null && !bias.known()) {
            return new Tensor.Absent(type);
        }
        double[] shifted = shift.clone();
        if (bias != null) {
            for (int channel = 0; channel < channels; channel++) {
                shifted[channel] +=
                        scale[channel] * factor * bias.at(bias.type().elements() == 1 ? 0 : channel);
            }
        }
        return Rounding.to(type, shifted);
    }
}
