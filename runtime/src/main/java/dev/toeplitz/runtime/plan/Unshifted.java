package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.runtime.plan.ZeroPoints.OfWeights;
import dev.toeplitz.terms.DataType;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * A contraction as one of 8-bit integers, where its operands are such less their zero points: it reads the integers, and who carries it out
 * takes the zero points from them.
 */
record Unshifted(Contract contract, ZeroPoints zeroPoints) {
    /**
     * Empty where no operand is one less its zero points, or where no kernel takes them: several of what is computed, some of
     * weights that are not known beforehand, any where both operands are weights.
     *
     * @param constants what values hold that are known beforehand
     */
    static Optional<Unshifted> of(
            Definition definition,
            Contract step,
            IntFunction<DataType> types,
            IntFunction<Optional<Tensor>> constants) {
        Optional<Shift> left = Shift.of(definition, step.left().operand(), types);
        Optional<Shift> right = Shift.of(definition, step.right().operand(), types);
        if (left.isEmpty() && right.isEmpty()) {
            return Optional.empty();
        }
        Contract contract =
                new Contract(step.loops(), source(step.left(), left), source(step.right(), right), step.out());
        boolean turned = constants.apply(contract.left().operand()).isPresent();
        if (turned && constants.apply(contract.right().operand()).isPresent()) {
            return Optional.empty();
        }
        Optional<Shift> activations = (turned ? right : left).filter(shift -> !shift.isNone(constants));
        Optional<Shift> weights = (turned ? left : right).filter(shift -> !shift.isNone(constants));
        Optional<Integer> ofActivations = activations.flatMap(Shift::ofAll);
        Optional<OfWeights> ofWeights = weights.filter(
                        shift -> constants.apply(shift.source()).isPresent())
                .flatMap(shift -> shift.ofWeights(constants));
        return ofActivations.isPresent() == activations.isPresent() && ofWeights.isPresent() == weights.isPresent()
                ? Optional.of(new Unshifted(contract, new ZeroPoints(ofActivations, ofWeights)))
                : Optional.empty();
    }

    private static View source(View view, Optional<Shift> shift) {
        return shift.map(found -> view.of(found.source())).orElse(view);
    }
}
