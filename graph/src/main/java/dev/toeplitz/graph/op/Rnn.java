package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.tensor.TensorType;
import java.util.List;

/**
 * A plain recurrent layer: h(t) = f(w · x(t) + r · h(t − 1) + bias). Inputs and outputs as {@link Recurrence} has them.
 *
 * @param f the activation of each direction
 * @param clip how far from 0 what goes into an activation may be; infinite where nothing is clipped
 */
public record Rnn(Recurrence form, List<UnaryOperator> f, double clip) implements Operator {
    public Rnn {
        f = List.copyOf(f);
        Inputs.extent("the number of activations", f.size(), form.directions());
    }

    /** Forward with tanh. */
    public Rnn() {
        this(Recurrence.forward(), List.of(new Tanh()), Double.POSITIVE_INFINITY);
    }

    @Override
    public List<TensorType> outputs(List<TensorType> inputs) {
        return form.outputs(Inputs.shapes(inputs), 1, 1).stream()
                .map(shape -> inputs.getFirst().with(shape))
                .toList();
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        Unfolded layer = new Unfolded(form, Inputs.shapes(inputs), 1, 1);
        return layer.define(which -> {
            Cell cell = layer.cell();
            int product = cell.recurrent(0, 1);
            Scalar sum = cell.ofInput(0).plus(cell.ofState(product, 1, 0, 0));
            cell.update(0, Gates.activation(f.get(which), sum, clip));
            return cell;
        });
    }
}
