package dev.toeplitz.graph.quantise;

import dev.toeplitz.graph.tensor.Tensor;

/** From where to where a value's numbers go. */
public record Range(double least, double most) {
    static Range of(Tensor tensor) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < tensor.type().elements(); i++) {
            double value = tensor.at(i);
            // Math.min keeps what is no number, so that it is seen.
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        return new Range(least, most);
    }

    Range with(Range other) {
        return new Range(Math.min(least, other.least), Math.max(most, other.most));
    }

    boolean isFinite() {
        return Double.isFinite(least) && Double.isFinite(most);
    }
}
