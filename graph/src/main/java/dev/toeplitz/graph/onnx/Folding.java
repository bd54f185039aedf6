package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.reference.Reference;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import java.util.List;
import java.util.Optional;

/**
 * Computes while reading what exporters leave to be computed: mostly arithmetic on shapes. Weights are left as they are:
 * folding those is an optimisation, and changes what a report counts as parameters.
 */
final class Folding {
    /** Shapes, and the positions that gather and slice them, are far shorter; weights worth keeping are longer. */
    private static final long MOST_ELEMENTS = 1 << 10;

    private Folding() {}

    /** The operator's results, where all it reads and makes is known and short. */
    static Optional<List<Tensor>> evaluate(Operator operator, List<Tensor> known) {
        boolean small = known.stream()
                .allMatch(tensor -> tensor.known() && tensor.type().elements() <= MOST_ELEMENTS);
        if (!small || !makesLittle(operator, known)) {
            return Optional.empty();
        }
        return Optional.of(Reference.evaluate(operator, known));
    }

    private static boolean makesLittle(Operator operator, List<Tensor> known) {
        List<TensorType> types =
                operator.outputs(known.stream().map(Tensor::type).toList());
        return types.stream().allMatch(type -> type.elements() <= MOST_ELEMENTS);
    }
}
