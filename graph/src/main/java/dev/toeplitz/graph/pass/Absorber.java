package dev.toeplitz.graph.pass;

import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.ConvTranspose;
import dev.toeplitz.graph.op.Linear;
import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.tensor.Shape;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How an operator's weight takes a factor for each output channel: weight element i belongs to output channel
 * {@code channels[⌊i / run⌋ mod count]}.
 *
 * @param operator the operator that reads the scaled weight and, as its third input, a bias of one value a channel
 * @param biasFactor what the operator so far multiplied its bias by
 */
record Absorber(Operator operator, int run, int[] channels, double biasFactor) {
    /** None where the operator has no weight, or none whose output channels are the batch normalisation's. */
    static Optional<Absorber> of(Operator operator, Shape weight) {
        return switch (operator) {
            case Conv conv -> Optional.of(new Absorber(conv, weight.product(1, weight.rank()), upTo(weight.at(0)), 1));
            case ConvTranspose conv -> Optional.of(transposed(conv, weight));
            case Linear(boolean transposesInput, boolean transposesWeight, double alpha, double _) -> {
                Linear after = new Linear(transposesInput, transposesWeight, alpha, 1);
                int run = transposesWeight ? weight.at(1) : 1;
                double beta = ((Linear) operator).beta();
                yield Optional.of(new Absorber(after, run, upTo(weight.at(transposesWeight ? 0 : 1)), beta));
            }
            default -> Optional.empty();
        };
    }

    /** Of a weight of C × M/groups × taps: input channel c is in group ⌊c / (C/groups)⌋. */
    private static Absorber transposed(ConvTranspose conv, Shape weight) {
        int perGroup = weight.at(0) / conv.groups();
        int m = weight.at(1);
        int[] channels = IntStream.range(0, weight.at(0) * m)
                .map(block -> block / m / perGroup * m + block % m)
                .toArray();
        return new Absorber(conv, weight.product(2, weight.rank()), channels, 1);
    }

    private static int[] upTo(int count) {
        return IntStream.range(0, count).toArray();
    }

    /** The factors of the weight's runs for a factor of each channel. */
    double[] spread(double[] perChannel) {
        return IntStream.of(channels)
                .mapToDouble(channel -> perChannel[channel])
                .toArray();
    }
}
