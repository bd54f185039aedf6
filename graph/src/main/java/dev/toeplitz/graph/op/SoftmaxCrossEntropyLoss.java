package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * −log of the probability that softmax over axis 1 gives to the true class: L = −ln(e^{x_t} / Σ e^{x_j}). Inputs as those of
 * {@link NegativeLogLikelihoodLoss}, but scores; outputs: the loss, and the logarithms of all probabilities.
 */
public record SoftmaxCrossEntropyLoss(NegativeLogLikelihoodLoss loss) implements Operator {
    @Override
    public List<TensorType> outputs(List<TensorType> inputs) {
        Shape joined = loss.output(Inputs.shapes(inputs));
        return List.of(inputs.getFirst().with(joined), inputs.getFirst());
    }

    @Override
    public Definition define(List<TensorType> types) {
        List<Shape> inputs = Inputs.shapes(types);
        Shape x = inputs.getFirst();
        List<Step> steps = new ArrayList<>(LogSoftmax.steps(inputs.size(), Positions.before(x, 1, 2)));
        int logarithms = inputs.size() + steps.size() - 1;
        steps.addAll(loss.steps(inputs, logarithms, logarithms + 1));
        return new Definition(inputs.size(), steps, List.of(inputs.size() + steps.size() - 1, logarithms));
    }
}
