package dev.toeplitz.graph.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.ConvInteger;
import dev.toeplitz.graph.op.Examples;
import dev.toeplitz.graph.op.Examples.Example;
import dev.toeplitz.graph.op.Gru;
import dev.toeplitz.graph.op.Lstm;
import dev.toeplitz.graph.op.QLinearMatMul;
import dev.toeplitz.graph.op.QuantizeLinear;
import dev.toeplitz.graph.op.Rnn;
import dev.toeplitz.graph.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operator out to a file and in again, and through ONNX Runtime. */
class ExportTest {
    @TempDir
    private Path directory;

    static List<Example> examples() {
        return Examples.all();
    }

    /** One node; everything it reads flows in. */
    private static Graph graph(Example example) {
        GraphBuilder graph = new GraphBuilder("example");
        List<Value> inputs = new ArrayList<>();
        for (int i = 0; i < example.inputs().size(); i++) {
            inputs.add(graph.input("x" + i, example.inputs().get(i)));
        }
        graph.node("node", example.operator(), inputs).forEach(graph::output);
        return graph.build();
    }

    private static Map<String, Tensor> values(Graph graph, Example example) {
        Map<String, Tensor> values = new LinkedHashMap<>();
        List<Tensor> given = example.values(3);
        for (int i = 0; i < given.size(); i++) {
            Tensor value = overTime(example) && i > 2 ? lasting(given.get(i)) : rounded(given.get(i));
            values.put(graph.inputs().get(i).name(), value);
        }
        return values;
    }

    private static boolean overTime(Example example) {
        return switch (example.operator()) {
            case Rnn _, Gru _, Lstm _ -> true;
            default -> false;
        };
    }

    /** Lengths from 1 on: of an empty sequence ONNX does not say whether the last state is the first or, as there, 0. */
    private static Tensor lasting(Tensor tensor) {
        double[] values = rounded(tensor).toDoubles();
        Arrays.setAll(values, i -> tensor.type().type().isFloat() ? values[i] : values[i] + 1);
        return Tensor.of(tensor.type(), values);
    }

    private static Tensor rounded(Tensor tensor) {
        double[] values = tensor.toDoubles();
        Arrays.setAll(values, i -> tensor.type().type().isFloat() ? (float) values[i] : values[i]);
        return Tensor.of(tensor.type(), values);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void comesBackWithTheSameMeaning(Example example) {
        Graph graph = graph(example);
        Path file = directory.resolve("example.onnx");
        OnnxFile.write(graph, file);
        Graph back = OnnxFile.read(file, ImportOptions.NONE);
        assertThat(back.inputs()).isEqualTo(graph.inputs());
        assertThat(back.outputs()).isEqualTo(graph.outputs());
        Map<String, Tensor> values = values(graph, example);
        List<Tensor> expected = Running.run(graph, values);
        List<Tensor> found = Running.run(back, values);
        for (int i = 0; i < expected.size(); i++) {
            assertClose(found.get(i), expected.get(i));
        }
    }

    /** Attributes lose what single precision has not. */
    private static void assertClose(Tensor found, Tensor expected) {
        for (int i = 0; i < expected.type().elements(); i++) {
            double value = expected.at(i);
            boolean same = Double.compare(found.at(i), value) == 0
                    || Math.abs(found.at(i) - value) <= 1e-6 * (1 + Math.abs(value));
            assertThat(same).as("element %d: %s, not %s", i, found.at(i), value).isTrue();
        }
    }

    static List<Example> examplesOfOnnxRuntime() {
        return Examples.all().stream().filter(ExportTest::isInOnnxRuntime).toList();
    }

    /**
     * What ONNX has and ONNX Runtime 1.29 does not: zero points for each channel of a weight in ConvInteger; matrices of 8 bits whose
     * result has another sign than the left one. In opset 21 a scale has the type of what is quantised, so INT32 has none.
     */
    private static boolean isInOnnxRuntime(Example example) {
        return switch (example.operator()) {
            case ConvInteger _ -> example.inputs().size() < 4;
            case QLinearMatMul multiply ->
                multiply.type() == example.inputs().getFirst().type();
            case QuantizeLinear _ -> example.inputs().getFirst().type().isFloat();
            default -> true;
        };
    }

    @ParameterizedTest
    @MethodSource("examplesOfOnnxRuntime")
    void meansTheSameToOnnxRuntime(Example example) {
        Graph graph = graph(example);
        Map<Value, Tensor> inputs = new HashMap<>();
        Map<String, Tensor> values = values(graph, example);
        graph.inputs().forEach(input -> inputs.put(input, values.get(input.name())));
        assertThat(Agreement.differences(graph, inputs)).isEmpty();
    }
}
