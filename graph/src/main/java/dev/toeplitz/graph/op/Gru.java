package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.constant;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.tensor.TensorType;
import java.util.List;

/**
 * A gated recurrent layer (Cho et al. 2014), gates in ONNX's order z, r, h: z = f(…), r = f(…), h̃ = g(w · x + r ⊙ (what
 * the state says)), h = (1 − z) ⊙ h̃ + z ⊙ h(t − 1). Inputs and outputs as {@link Recurrence} has them.
 *
 * @param activations f and g of each direction
 * @param resetsLast whether r multiplies the state's product (ONNX's linear_before_reset, cuDNN's form), not the state
 * @param clip how far from 0 what goes into an activation may be; infinite where nothing is clipped
 */
public record Gru(Recurrence form, List<UnaryOperator> activations, boolean resetsLast, double clip)
        implements Operator {
    private static final int GATES = 3;

    public Gru {
        activations = List.copyOf(activations);
        Gates.require("activations", activations, 2, form);
    }

    /** Forward with sigmoid and tanh. */
    public Gru() {
        this(Recurrence.forward(), List.of(new Sigmoid(), new Tanh()), false, Double.POSITIVE_INFINITY);
    }

    @Override
    public List<TensorType> outputs(List<TensorType> inputs) {
        return form.outputs(Inputs.shapes(inputs), GATES, 1).stream()
                .map(shape -> inputs.getFirst().with(shape))
                .toList();
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        Unfolded layer = new Unfolded(form, Inputs.shapes(inputs), GATES, 1);
        return layer.define(which -> {
            Cell cell = layer.cell();
            int product = cell.recurrent(0, resetsLast ? GATES : 2);
            int candidate = resetsLast ? candidate(cell, product, which) : candidateOfReset(cell, product, which);
            Scalar z = gate(cell, product, which, 0);
            Scalar fresh = cell.value(candidate);
            cell.update(0, constant(1).minus(z).times(fresh).plus(z.times(cell.state(0))));
            return cell;
        });
    }

    private Scalar gate(Cell cell, int product, int which, int gate) {
        Scalar sum = cell.ofInput(gate).plus(cell.ofState(product, resetsLast ? GATES : 2, gate, gate));
        return Gates.activation(activations.get(2 * which), sum, clip);
    }

    private int candidate(Cell cell, int product, int which) {
        Scalar r = gate(cell, product, which, 1);
        Scalar sum = cell.ofInput(2).plus(r.times(cell.ofState(product, GATES, 2, 2)));
        return cell.compute(Gates.activation(activations.get(2 * which + 1), sum, clip));
    }

    private int candidateOfReset(Cell cell, int product, int which) {
        Scalar r = gate(cell, product, which, 1);
        int reset = cell.compute(r.times(cell.state(0)));
        int second = cell.recurrent(reset, 2, 1);
        Scalar sum = cell.ofInput(2).plus(cell.ofState(second, 1, 0, 2));
        return cell.compute(Gates.activation(activations.get(2 * which + 1), sum, clip));
    }
}
