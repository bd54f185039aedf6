package dev.toeplitz.graph.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.reference.Bounded;
import dev.toeplitz.graph.reference.Precision;
import dev.toeplitz.graph.reference.Reference;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether two graphs compute the same. */
final class Equivalence {
    private Equivalence() {}

    static void requireSameBits(Graph before, Graph after, Map<Value, Tensor> inputs) {
        assertThat(after.inputs()).isEqualTo(before.inputs());
        Map<Value, Tensor> expected = Reference.run(before, inputs);
        Map<Value, Tensor> found = Reference.run(after, inputs);
        before.outputs()
                .forEach(output -> assertThat(found.get(output).toDoubles())
                        .as(output.name())
                        .isEqualTo(expected.get(output).toDoubles()));
    }

    /**
     * What {@code before} computes lies within the bounds of {@code after}, whose new constants may each be off by one
     * rounding to their type and whose arithmetic is in double precision.
     */
    static void requireWithinRounding(Graph before, Graph after, Map<Value, Tensor> inputs) {
        assertThat(after.inputs()).isEqualTo(before.inputs());
        Map<Value, Tensor> expected = Reference.run(before, inputs);
        Map<Value, Bounded> found = bounded(before, after, inputs);
        for (Value output : before.outputs()) {
            double[] values = expected.get(output).toDoubles();
            Bounded bounds = found.get(output);
            for (int i = 0; i < values.length; i++) {
                assertThat(bounds.accepts(i, values[i]))
                        .as("%s[%d]: %s, %s ± %s", output.name(), i, values[i], bounds.value()[i], bounds.bound()[i])
                        .isTrue();
                assertThat(bounds.bound()[i]).as("a bound worth having").isFinite();
            }
        }
    }

    private static Map<Value, Bounded> bounded(Graph before, Graph after, Map<Value, Tensor> inputs) {
        Map<Value, Bounded> known = new HashMap<>();
        inputs.forEach((value, tensor) -> known.put(value, exact(tensor)));
        after.constants()
                .forEach((value, tensor) ->
                        known.put(value, before.isConstant(value) ? exact(tensor) : rounded(tensor)));
        for (Node node : after.nodes()) {
            List<TensorType> types = node.inputTypes();
            List<Bounded> read = node.inputs().stream().map(known::get).toList();
            List<Bounded> made = Reference.bounded(node.operator(), types, read, Precision.of(DataType.FLOAT64));
            for (int i = 0; i < made.size(); i++) {
                known.put(node.outputs().get(i), made.get(i));
            }
        }
        return known;
    }

    private static Bounded exact(Tensor tensor) {
        double[] values = tensor.toDoubles();
        return new Bounded(values, new double[values.length]);
    }

    private static Bounded rounded(Tensor tensor) {
        double unit = Precision.of(tensor.type().type()).gamma(1);
        double[] values = tensor.toDoubles();
        return new Bounded(
                values,
                Arrays.stream(values)
                        .map(x -> unit * Math.abs(x) + Float.MIN_NORMAL)
                        .toArray());
    }
}
