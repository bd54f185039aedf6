package dev.toeplitz.graph.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.pass.RandomWeights;
import dev.toeplitz.graph.reference.Reference;
import dev.toeplitz.graph.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks whose structure is written out here in plain loops compute what those loops compute. */
class ZooMeaningTest {
    private static final int STEPS = 3;
    private static final int IN = 4;
    private static final int OUT = 5;
    private static final Options SMALL =
            Options.USUAL.withSize(STEPS, IN).withClasses(OUT).withBatch(1);

    private final Map<String, double[]> values = new HashMap<>();

    /** Runs with random weights and inputs; leaves every input, weight and output under its name. */
    private Graph run(String name, Options options) {
        Graph graph = RandomWeights.fill(Networks.load(name, options), 7);
        Map<Value, Tensor> inputs = new HashMap<>();
        graph.inputs()
                .forEach(x -> inputs.put(x, new Tensor.Random(x.type(), x.name().hashCode(), 0, 1)));
        Map<Value, Tensor> known = new HashMap<>(graph.constants());
        known.putAll(inputs);
        known.putAll(Reference.run(graph, inputs));
        known.forEach((value, tensor) -> values.put(value.name(), tensor.toDoubles()));
        return graph;
    }

    private double[] output(Graph graph) {
        return values.get(graph.outputs().getFirst().name());
    }

    private double at(String name, int row, int cols, int col) {
        return values.get(name)[row * cols + col];
    }

    /** D9: an unrolled recurrent layer is a chain of fully connected ones that share their weights. */
    @Test
    @DisplayName("D9: an unrolled recurrent layer is a chain of fully connected ones that share their weights")
    void aRecurrentLayerIsTheLecturesEquationAtEachStep() {
        Graph graph = run("rnn-unrolled", SMALL);
        double[] state = values.get("layer1_state_before");
        for (int t = 0; t < STEPS; t++) {
            double[] next = new double[OUT];
            for (int n = 0; n < OUT; n++) {
                double sum = values.get("layer1.v")[n];
                for (int m = 0; m < IN; m++) {
                    sum += at("layer1.H", n, IN, m) * at("input", t, IN, m);
                }
                for (int m = 0; m < OUT; m++) {
                    sum += at("layer1.G", m, OUT, n) * state[m];
                }
                next[n] = Math.tanh(sum);
            }
            state = next;
        }
        assertThat(output(graph)).containsExactly(state, within(1e-12));
    }

    @Test
    void anLstmKeepsWhatItDoesNotForget() {
        Graph graph = run("lstm-unrolled", SMALL);
        double[] h = values.get("h_before");
        double[] c = values.get("c_before");
        for (int t = 0; t < STEPS; t++) {
            double[] sums = sums(t, h);
            h = new double[OUT];
            for (int n = 0; n < OUT; n++) {
                double kept = sigmoid(sums[2 * OUT + n]) * c[n];
                c[n] = kept + sigmoid(sums[n]) * Math.tanh(sums[3 * OUT + n]);
                h[n] = sigmoid(sums[OUT + n]) * Math.tanh(c[n]);
            }
        }
        assertThat(output(graph)).containsExactly(h, within(1e-12));
    }

    /** D9: a layer that runs through time and the same unrolled, with the same weights, end in the same state. */
    @ParameterizedTest(name = "D9: {0} through time and unrolled end in the same state")
    @CsvSource({"rnn, layer1.W H, layer1.R G, layer1.b v", "lstm, lstm.W W, lstm.R R, lstm.b b"})
    void aRecurrentLayerAndTheSameUnrolledAgree(String network, String w, String r, String b) {
        double[] states = output(run(network, SMALL));
        Graph unrolled = Networks.load(network + "-unrolled", SMALL);
        Map<Value, Tensor> weights = new LinkedHashMap<>();
        for (Value value : unrolled.constants().keySet()) {
            String name = value.name().substring(value.name().indexOf('.') + 1);
            double[] given = Stream.of(w, r, b)
                    .filter(pair -> pair.endsWith(" " + name))
                    .map(pair -> values.get(pair.split(" ")[0]))
                    .findFirst()
                    .orElseThrow();
            weights.put(value, Tensor.of(value.type(), r.endsWith(" " + name) ? transposed(given) : given));
        }
        Graph same = new Graph("same", unrolled.inputs(), weights, unrolled.nodes(), unrolled.outputs());
        Map<Value, Tensor> inputs = new HashMap<>();
        same.inputs().forEach(x -> inputs.put(x, new Tensor.Filled(x.type(), 0)));
        inputs.put(same.inputs().getFirst(), Tensor.of(same.inputs().getFirst().type(), values.get("input")));
        double[] last =
                Reference.run(same, inputs).get(same.outputs().getFirst()).toDoubles();
        assertThat(last).containsExactly(Arrays.copyOfRange(states, (STEPS - 1) * OUT, STEPS * OUT), within(1e-12));
    }

    private static double[] transposed(double[] rowsOfOut) {
        int rows = rowsOfOut.length / OUT;
        double[] transposed = new double[rowsOfOut.length];
        for (int i = 0; i < transposed.length; i++) {
            transposed[i] = rowsOfOut[i % rows * OUT + i / rows];
        }
        return transposed;
    }

    private double[] sums(int t, double[] h) {
        double[] sums = values.get("b").clone();
        for (int n = 0; n < sums.length; n++) {
            for (int m = 0; m < IN; m++) {
                sums[n] += at("W", n, IN, m) * at("input", t, IN, m);
            }
            for (int m = 0; m < OUT; m++) {
                sums[n] += at("R", m, sums.length, n) * h[m];
            }
        }
        return sums;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    @Test
    void theOutputsOfLeNet5AreSquaredDistancesFromTheDigitsDrawn() {
        double[] features = output(run("lenet5", Options.USUAL));
        double[] distances = output(run("lenet5-rbf", Options.USUAL));
        double[] codes = values.get("digits");
        for (int digit = 0; digit < 10; digit++) {
            double sum = 0;
            for (int i = 0; i < 84; i++) {
                double apart = features[i] - codes[digit * 84 + i];
                sum += apart * apart;
            }
            assertThat(distances[digit]).isCloseTo(sum, within(1e-9));
        }
    }

    @Test
    void digitsAreDrawnWithInkAndPaperAndNoTwoAlike() {
        double[] codes = Digits.codes(10).toDoubles();
        assertThat(codes).containsOnly(1, -1);
        for (int a = 0; a < 10; a++) {
            for (int b = 0; b < a; b++) {
                assertThat(Arrays.copyOfRange(codes, a * 84, a * 84 + 84))
                        .isNotEqualTo(Arrays.copyOfRange(codes, b * 84, b * 84 + 84));
            }
        }
    }
}
