package dev.toeplitz.graph.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Add;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.Relu;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReferenceTest {
    private final GraphBuilder builder = new GraphBuilder("residual");
    private final Value x = builder.input("x", TensorType.float32(1, 1, 2, 2));
    private final Tensor given = Tensor.of(x.type(), 1, -2, 3, -4);

    private Graph residual(Tensor weight) {
        Value conv = builder.node("conv", Conv.square(1, 1, 0, 1), x, builder.constant("w", weight));
        Value relu = builder.node("relu", new Relu(), conv);
        builder.output(builder.node("sum", new Add(), x, relu));
        return builder.build();
    }

    private static Tensor times(double factor) {
        return new Tensor.Filled(TensorType.float32(1, 1, 1, 1), factor);
    }

    @Test
    void runsAGraphToItsOutputs() {
        Graph graph = residual(times(10));
        Map<Value, Tensor> outputs = Reference.run(graph, Map.of(x, given));
        assertThat(outputs).containsOnlyKeys(graph.outputs());
        assertThat(outputs.get(graph.outputs().getFirst()).toDoubles()).containsExactly(11, -2, 33, -4);
    }

    @Test
    void givesAnyValueThatIsWanted() {
        Graph graph = residual(times(10));
        Value relu = graph.nodes().get(1).outputs().getFirst();
        Map<Value, Tensor> values = Reference.run(graph, Map.of(x, given), List.of(relu, x));
        assertThat(values.get(relu).toDoubles()).containsExactly(10, 0, 30, 0);
        assertThat(values.get(x)).isSameAs(given);
    }

    @Test
    void showsEveryNodeAsItRuns() {
        List<String> ran = new ArrayList<>();
        Reference.walk(residual(times(1)), Map.of(x, given), (node, inputs, outputs) -> {
            assertThat(inputs).hasSameSizeAs(node.inputs());
            assertThat(outputs)
                    .extracting(Tensor::type)
                    .isEqualTo(node.outputs().stream().map(Value::type).toList());
            ran.add(node.name());
        });
        assertThat(ran).containsExactly("conv", "relu", "sum");
    }

    @Test
    void refusesAnInputThatIsMissingOrOfAnotherShape() {
        Graph graph = residual(times(1));
        assertThatThrownBy(() -> Reference.run(graph, Map.of()))
                .hasMessageStartingWith("input 'x' is not given; expected a tensor of type float32[1x1x2x2]");
        assertThatThrownBy(() -> Reference.run(graph, Map.of(x, times(1))))
                .hasMessageStartingWith("input 'x' is float32[1x1x1x1]; expected");
    }

    @Test
    void namesTheNodeWhoseWeightsAreNotGiven() {
        Graph graph = residual(new Tensor.Absent(TensorType.float32(1, 1, 1, 1)));
        assertThatThrownBy(() -> Reference.run(graph, Map.of(x, given)))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("node 'conv' (Conv): the weights of this network are not given");
    }

    @Test
    void evaluatesOneNodeByItself() {
        Node sum = residual(times(1)).nodes().getLast();
        assertThat(Reference.evaluate(sum, List.of(given, given)).getFirst().toDoubles())
                .containsExactly(2, -4, 6, -8);
    }
}
