package dev.toeplitz.graph.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.op.Recurrence.Direction;
import dev.toeplitz.graph.op.Recurrence.Extra;
import dev.toeplitz.graph.reference.Reference;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.graph.work.Layers;
import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.InputException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecurrentTest {
    private static final int TIMES = 4;
    private static final int INPUTS = 3;
    private static final int HIDDEN = 2;

    private static Tensor random(long seed, int... extents) {
        return new Tensor.Random(TensorType.float32(extents), seed, 0, 0.5);
    }

    private static Tensor time(Tensor x, int time) {
        double[] values = new double[INPUTS];
        for (int i = 0; i < INPUTS; i++) {
            values[i] = x.at(time * INPUTS + i);
        }
        return Tensor.of(TensorType.float32(1, INPUTS), values);
    }

    /** The lectures' analogy: a recurrent layer unrolled for T times is T chained fully connected layers. */
    @Test
    void equalsChainedFullyConnectedLayers() {
        Tensor x = random(1, TIMES, 1, INPUTS);
        Tensor w = random(2, 1, HIDDEN, INPUTS);
        Tensor r = random(3, 1, HIDDEN, HIDDEN);
        Tensor bias = random(4, 1, HIDDEN);
        List<Tensor> outputs = Reference.evaluate(new Rnn(), List.of(x, w, r, bias));
        Linear layer = new Linear();
        Tensor state = Tensor.of(TensorType.float32(1, HIDDEN), 0, 0);
        Tensor h = Tensor.of(TensorType.float32(HIDDEN, INPUTS), w.toDoubles());
        Tensor g = Tensor.of(TensorType.float32(HIDDEN, HIDDEN), r.toDoubles());
        for (int time = 0; time < TIMES; time++) {
            Tensor fromInput =
                    Reference.evaluate(layer, List.of(time(x, time), h, bias)).getFirst();
            Tensor fromState = Reference.evaluate(layer, List.of(state, g)).getFirst();
            Tensor sum =
                    Reference.evaluate(new Add(), List.of(fromInput, fromState)).getFirst();
            state = Reference.evaluate(new Tanh(), List.of(sum)).getFirst();
            for (int i = 0; i < HIDDEN; i++) {
                assertThat(outputs.getFirst().at(time * HIDDEN + i)).isEqualTo(state.at(i), within(1e-12));
            }
        }
        assertThat(outputs.getLast().toDoubles()).containsExactly(state.toDoubles(), within(1e-12));
    }

    /** n·n + n·m a time for a plain layer, four times that for an LSTM. */
    @Test
    void countsEveryTimesProducts() {
        assertThat(macs(new Rnn(), 1)).isEqualTo(TIMES * (HIDDEN * HIDDEN + HIDDEN * INPUTS));
        assertThat(macs(new Gru(), 3)).isEqualTo(TIMES * 3 * (HIDDEN * HIDDEN + HIDDEN * INPUTS));
        assertThat(macs(new Lstm(), 4)).isEqualTo(TIMES * 4 * (HIDDEN * HIDDEN + HIDDEN * INPUTS));
    }

    private static long macs(Operator layer, int gates) {
        GraphBuilder graph = new GraphBuilder("recurrent");
        var x = graph.input("x", TensorType.float32(TIMES, 1, INPUTS));
        var w = graph.weight("w", 1, gates * HIDDEN, INPUTS);
        var r = graph.weight("r", 1, gates * HIDDEN, HIDDEN);
        var bias = graph.weight("bias", 1, gates * HIDDEN);
        graph.node("layer", layer, List.of(x, w, r, bias)).forEach(graph::output);
        Graph built = graph.build();
        return Layers.fused(built).getFirst().macs();
    }

    /** Weights are the same at each time, so a time is a row and not a group. */
    @Test
    void seesTimeAsRowsOfTheProduct() {
        GraphBuilder graph = new GraphBuilder("recurrent");
        var x = graph.input("x", TensorType.float32(TIMES, 1, INPUTS));
        var w = graph.weight("w", 1, HIDDEN, INPUTS);
        var r = graph.weight("r", 1, HIDDEN, HIDDEN);
        var bias = graph.weight("bias", 1, HIDDEN);
        graph.node("layer", new Rnn(), List.of(x, w, r, bias)).forEach(graph::output);
        List<MatrixWork> products = Layers.fused(graph.build()).getFirst().work().stream()
                .filter(MatrixWork.class::isInstance)
                .map(MatrixWork.class::cast)
                .toList();
        assertThat(products).hasSize(2);
        MatrixWork recurrent = products.getLast();
        assertThat(List.of(recurrent.groups(), recurrent.m(), recurrent.n(), recurrent.k()))
                .containsExactly(1L, (long) TIMES, (long) HIDDEN, (long) HIDDEN);
    }

    /** A sequence that ends early gives what it would give alone, and zeros after it; read backwards it begins at its end. */
    @Test
    void stopsWhereASequenceEnds() {
        Recurrence form = new Recurrence(Direction.BIDIRECTIONAL, List.of(Extra.LENGTHS));
        Gru layer = new Gru(
                form, List.of(new Sigmoid(), new Tanh(), new Sigmoid(), new Tanh()), false, Double.POSITIVE_INFINITY);
        Tensor w = random(2, 2, 3 * HIDDEN, INPUTS);
        Tensor r = random(3, 2, 3 * HIDDEN, HIDDEN);
        Tensor x = random(1, TIMES, 1, INPUTS);
        List<Tensor> padded = Reference.evaluate(layer, List.of(x, w, r, lengths(2)));
        Tensor start = Tensor.of(TensorType.float32(2, 1, INPUTS), Arrays.copyOf(x.toDoubles(), 2 * INPUTS));
        List<Tensor> alone = Reference.evaluate(layer, List.of(start, w, r, lengths(2)));
        int until = 2 * 2 * HIDDEN;
        for (int i = 0; i < until; i++) {
            assertThat(padded.getFirst().at(i)).isEqualTo(alone.getFirst().at(i), within(1e-12));
        }
        for (int i = until; i < 2 * until; i++) {
            assertThat(padded.getFirst().at(i)).isZero();
        }
        assertThat(padded.getLast().toDoubles()).containsExactly(alone.getLast().toDoubles(), within(1e-12));
    }

    private static Tensor lengths(int length) {
        return Tensor.of(new TensorType(DataType.INT32, Shape.of(1)), length);
    }

    @Test
    void refusesAnInputThatTheLayerDoesNotHave() {
        Rnn layer = new Rnn(
                new Recurrence(Direction.FORWARD, List.of(Extra.PEEPHOLES)),
                List.of(new Tanh()),
                Double.POSITIVE_INFINITY);
        List<TensorType> inputs = List.of(
                TensorType.float32(TIMES, 1, INPUTS),
                TensorType.float32(1, HIDDEN, INPUTS),
                TensorType.float32(1, HIDDEN, HIDDEN),
                TensorType.float32(1, 3 * HIDDEN));
        assertThatThrownBy(() -> layer.outputs(inputs))
                .isInstanceOf(InputException.class)
                .hasMessage("input PEEPHOLES; expected none without a cell state; leave it out");
    }
}
