package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.constant;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.tensor.TensorType;
import java.util.List;

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997; forget gate: Gers et al. 1999), gates in ONNX's order i, o, f,
 * c: c = f ⊙ c(t − 1) + i ⊙ g(…), h = o ⊙ h(c). Inputs and outputs as {@link Recurrence} has them.
 *
 * @param activations those of the gates, of the candidate and of the cell state, of each direction
 * @param couples whether the forget gate is 1 − i
 * @param clip how far from 0 what goes into an activation may be; infinite where nothing is clipped
 */
public record Lstm(Recurrence form, List<UnaryOperator> activations, boolean couples, double clip) implements Operator {
    private static final int GATES = 4;
    private static final int INPUT = 0;
    private static final int OUTPUT = 1;
    private static final int FORGET = 2;
    private static final int CANDIDATE = 3;

    public Lstm {
        activations = List.copyOf(activations);
        Gates.require("activations", activations, 3, form);
    }

    /** Forward with sigmoid gates and tanh. */
    public Lstm() {
        this(Recurrence.forward(), List.of(new Sigmoid(), new Tanh(), new Tanh()), false, Double.POSITIVE_INFINITY);
    }

    @Override
    public List<TensorType> outputs(List<TensorType> inputs) {
        return form.outputs(Inputs.shapes(inputs), GATES, 2).stream()
                .map(shape -> inputs.getFirst().with(shape))
                .toList();
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        Unfolded layer = new Unfolded(form, Inputs.shapes(inputs), GATES, 2);
        return layer.define(which -> {
            Cell cell = layer.cell();
            int product = cell.recurrent(0, GATES);
            int memory = cell.update(1, memory(cell, product, which));
            Scalar now = cell.value(memory);
            Scalar sum = cell.withPeephole(sum(cell, product, OUTPUT), OUTPUT, now);
            Scalar seen = activation(2, which, now, Double.POSITIVE_INFINITY);
            cell.update(0, activation(0, which, sum, clip).times(seen));
            return cell;
        });
    }

    private Scalar memory(Cell cell, int product, int which) {
        Scalar before = cell.state(1);
        Scalar i = activation(0, which, cell.withPeephole(sum(cell, product, INPUT), INPUT, before), clip);
        Scalar f = couples
                ? constant(1).minus(i)
                : activation(0, which, cell.withPeephole(sum(cell, product, FORGET), FORGET, before), clip);
        Scalar candidate = activation(1, which, sum(cell, product, CANDIDATE), clip);
        return f.times(before).plus(i.times(candidate));
    }

    private static Scalar sum(Cell cell, int product, int gate) {
        return cell.ofInput(gate).plus(cell.ofState(product, GATES, gate, gate));
    }

    private Scalar activation(int kind, int which, Scalar x, double limit) {
        return Gates.activation(activations.get(3 * which + kind), x, limit);
    }
}
