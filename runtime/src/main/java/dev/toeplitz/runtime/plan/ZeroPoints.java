package dev.toeplitz.runtime.plan;

import dev.toeplitz.runtime.plan.Launch.Argument;
import dev.toeplitz.terms.DataType;
import java.util.List;
import java.util.Optional;

/**
 * What a contraction's operands are multiplied less, where both are 8-bit integers: so none is farther from 0 than 255, and 16 bits hold it.
 *
 * @param activations the value with the one zero point of the operand that is computed; empty where that is 0
 * @param weights those of the other one
 */
record ZeroPoints(Optional<Integer> activations, Optional<OfWeights> weights) {
    static final ZeroPoints NONE = new ZeroPoints(Optional.empty(), Optional.empty());
    /** How far an 8-bit integer may be from its zero point, or an unsigned one from 0. */
    private static final int FARTHEST = 255;

    private static final int MIDDLE = 128;

    boolean areNone() {
        return equals(NONE);
    }

    /** The largest size of an operand's numbers when they are multiplied. */
    int largest(DataType type, boolean weight) {
        boolean shifted = weight ? weights.isPresent() : activations.isPresent();
        return shifted || type != DataType.INT8 ? FARTHEST : 128;
    }

    /** Weights in a kernel's order, and less their zero points. */
    Argument.Packed packed(int operand, WeightOrder order) {
        return new Argument.Packed(
                operand, weights.map(of -> (WeightOrder) of.taken(order)).orElse(order));
    }

    /**
     * Zero points of weights, which are known beforehand.
     *
     * @param run how many weights, row-major, have one before the next ones have the next, over and over
     */
    record OfWeights(List<Integer> values, int run) {
        OfWeights {
            values = List.copyOf(values);
        }

        /** Whether what is left fits 8 bits, whatever the weights are: unsigned ones become signed. No signed one has such a zero point. */
        boolean areMiddle() {
            return values.stream().allMatch(zeroPoint -> zeroPoint == MIDDLE);
        }

        LessZeroPoints taken(WeightOrder order) {
            return new LessZeroPoints(order, this);
        }
    }
}
