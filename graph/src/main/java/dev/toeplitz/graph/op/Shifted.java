package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Renumbering;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Steps of an operator on quantised numbers in the making: operands less their zero points, then the contraction of these. */
final class Shifted {
    private final int inputs;
    private final List<Step> steps = new ArrayList<>();

    Shifted(int inputs) {
        this.inputs = inputs;
    }

    /** Adds a step; the number of what it makes. */
    int add(Step step) {
        steps.add(step);
        return inputs + steps.size() - 1;
    }

    /** The number of the next step's result. */
    int next() {
        return inputs + steps.size();
    }

    /** x less a zero point for each position along an axis or one for all, in integers; the number of what holds it. */
    int less(int x, Shape shape, int zeroPoint, Shape zeroPoints, int axis) {
        View operand = View.aligned(x, shape, shape);
        View shift = Quantised.perTensorOrAxis(zeroPoint, zeroPoints, shape, axis);
        return add(new Pointwise(shape, List.of(operand, shift), arg(0).minus(arg(1))));
    }

    /** A contraction of inputs 0 and 1, of other values in their place. */
    int contract(Contract contract, int left, int right) {
        int result = next();
        return add(Renumbering.of(contract, value -> value == 0 ? left : right, result));
    }

    Definition definition() {
        return new Definition(inputs, steps);
    }
}
