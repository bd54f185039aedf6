package dev.toeplitz.graph.reference;

import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.tensor.Tensor;
import java.util.Arrays;

/**
 * The error of a sum of n products in any order, fused or not: γ(n) · Σ (|a| + ea)(|b| + eb), plus what the operands' own
 * errors ea and eb change: Σ |a|·eb + ea·(|b| + eb) (Higham, 2002, section 3.1).
 */
final class ContractionBound {
    private ContractionBound() {}

    static Bounded of(Contract contract, Inexact left, Inexact right, Precision precision) {
        Contraction.Sums sums = Contraction.sums(contract, left.value(), right.value());
        double[] carried = carried(contract, left, right);
        double[] bound = new double[sums.values().length];
        for (int i = 0; i < bound.length; i++) {
            double terms = sums.terms()[i];
            double sum =
                    precision.gamma(terms) * (sums.sizes()[i] + carried[i]) + carried[i] + terms * precision.tiny();
            bound[i] = Double.isNaN(sum) ? Double.POSITIVE_INFINITY : sum;
        }
        return new Bounded(sums.values(), bound);
    }

    /** What the operands' own errors change in each element. */
    static double[] carried(Contract contract, Inexact left, Inexact right) {
        double[] carried = new double[Math.toIntExact(contract.result().elements())];
        if (!right.isExact()) {
            add(carried, Contraction.values(contract, sizes(left.value()), right.error()));
        }
        if (!left.isExact()) {
            add(carried, Contraction.values(contract, left.error(), largest(right)));
        }
        return carried;
    }

    /** The sizes that the numbers have at most. */
    static Tensor largest(Inexact operand) {
        return operand.isExact() ? sizes(operand.value()) : sum(sizes(operand.value()), operand.error());
    }

    private static Tensor sizes(Tensor tensor) {
        double[] sizes = tensor.toDoubles();
        Arrays.setAll(sizes, i -> Math.abs(sizes[i]));
        return Tensor.of(tensor.type(), sizes);
    }

    private static Tensor sum(Tensor x, Tensor y) {
        double[] sums = x.toDoubles();
        Arrays.setAll(sums, i -> sums[i] + y.at(i));
        return Tensor.of(x.type(), sums);
    }

    private static void add(double[] sums, double[] more) {
        Arrays.setAll(sums, i -> sums[i] + more[i]);
    }
}
