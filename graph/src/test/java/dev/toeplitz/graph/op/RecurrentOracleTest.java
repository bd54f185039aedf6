package dev.toeplitz.graph.op;

import dev.toeplitz.graph.op.Recurrence.Direction;
import dev.toeplitz.graph.op.Recurrence.Extra;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * LSTM and GRU with weights that all differ against ONNX's equations, unit by unit; ONNX's own tests have the same weight
 * everywhere, and would not tell one gate from another.
 */
class RecurrentOracleTest {
    /** A layer in one direction: its sizes, weights and the state before the first time. */
    private record Layer(boolean reverse, Elements x, Elements w, Elements r, Elements bias, Elements h0) {
        static Layer draw(Random random, int gates) {
            int batch = 1 + random.nextInt(2);
            int inputs = 1 + random.nextInt(3);
            int hidden = 1 + random.nextInt(3);
            return new Layer(
                    random.nextBoolean(),
                    Elements.random(random, 1 + random.nextInt(4), batch, inputs),
                    Elements.random(random, 1, gates * hidden, inputs),
                    Elements.random(random, 1, gates * hidden, hidden),
                    Elements.random(random, 1, 2 * gates * hidden),
                    Elements.random(random, 1, batch, hidden));
        }

        int hidden() {
            return h0.shape().at(2);
        }

        Recurrence form(Extra... more) {
            List<Extra> extras = new ArrayList<>(List.of(Extra.BIAS, Extra.INITIAL_STATE));
            extras.addAll(List.of(more));
            return new Recurrence(reverse ? Direction.REVERSE : Direction.FORWARD, extras);
        }

        /** W · x + its bias, of one unit of a gate. */
        double ofInput(int gate, int time, int n, int unit) {
            int row = gate * hidden() + unit;
            double sum = bias.at(0, row);
            for (int i = 0; i < x.shape().at(2); i++) {
                sum += w.at(0, row, i) * x.at(time, n, i);
            }
            return sum;
        }

        /** R · state + its bias. */
        double ofState(int gate, double[] state, int unit) {
            int row = gate * hidden() + unit;
            double sum = bias.at(0, r.shape().at(1) + row);
            for (int i = 0; i < state.length; i++) {
                sum += r.at(0, row, i) * state[i];
            }
            return sum;
        }

        double[] first(Elements state, int n) {
            double[] of = new double[hidden()];
            for (int i = 0; i < of.length; i++) {
                of[i] = state.at(0, n, i);
            }
            return of;
        }

        /** The hidden states that {@code cell} steps through, T × 1 × B × H. */
        Elements run(Cell cell) {
            int times = x.shape().at(0);
            int batch = x.shape().at(1);
            Elements y = Elements.zeros(times, 1, batch, hidden());
            for (int n = 0; n < batch; n++) {
                double[] h = first(h0, n);
                for (int step = 0; step < times; step++) {
                    int time = reverse ? times - 1 - step : step;
                    h = cell.next(time, n, h);
                    for (int i = 0; i < h.length; i++) {
                        y.set(h[i], time, 0, n, i);
                    }
                }
            }
            return y;
        }
    }

    @FunctionalInterface
    private interface Cell {
        double[] next(int time, int n, double[] h);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** Gates in ONNX's order: input, output, forget, candidate; peepholes input, output, forget. */
    @Property(tries = 200)
    void lstmIsItsEquations(@ForAll long seed) {
        Random random = new Random(seed);
        Layer layer = Layer.draw(random, 4);
        int hidden = layer.hidden();
        Elements c0 = Elements.random(
                random, layer.h0().shape().at(0), layer.h0().shape().at(1), hidden);
        Elements p = Elements.random(random, 1, 3 * hidden);
        double[][] memories = new double[c0.shape().at(1)][];
        for (int n = 0; n < memories.length; n++) {
            memories[n] = layer.first(c0, n);
        }
        Elements expected = layer.run((time, n, h) -> {
            double[] next = new double[hidden];
            for (int u = 0; u < hidden; u++) {
                double before = memories[n][u];
                double i = sigmoid(layer.ofInput(0, time, n, u) + layer.ofState(0, h, u) + p.at(0, u) * before);
                double f = sigmoid(
                        layer.ofInput(2, time, n, u) + layer.ofState(2, h, u) + p.at(0, 2 * hidden + u) * before);
                double g = Math.tanh(layer.ofInput(3, time, n, u) + layer.ofState(3, h, u));
                double now = f * before + i * g;
                double o = sigmoid(layer.ofInput(1, time, n, u) + layer.ofState(1, h, u) + p.at(0, hidden + u) * now);
                memories[n][u] = now;
                next[u] = o * Math.tanh(now);
            }
            return next;
        });
        Lstm lstm = new Lstm(
                layer.form(Extra.INITIAL_CELL, Extra.PEEPHOLES),
                List.of(new Sigmoid(), new Tanh(), new Tanh()),
                false,
                Double.POSITIVE_INFINITY);
        Elements.run(lstm, layer.x(), layer.w(), layer.r(), layer.bias(), layer.h0(), c0, p)
                .assertEquals(expected);
    }

    /** Gates in ONNX's order: update, reset, candidate. */
    @Property(tries = 200)
    void gruIsItsEquations(@ForAll long seed) {
        Random random = new Random(seed);
        Layer layer = Layer.draw(random, 3);
        boolean linearFirst = random.nextBoolean();
        int hidden = layer.hidden();
        Elements expected = layer.run((time, n, h) -> {
            double[] next = new double[hidden];
            double[] reset = new double[hidden];
            double[] kept = new double[hidden];
            for (int u = 0; u < hidden; u++) {
                reset[u] = sigmoid(layer.ofInput(1, time, n, u) + layer.ofState(1, h, u));
                kept[u] = reset[u] * h[u];
            }
            for (int u = 0; u < hidden; u++) {
                double z = sigmoid(layer.ofInput(0, time, n, u) + layer.ofState(0, h, u));
                double recurrent = linearFirst ? reset[u] * layer.ofState(2, h, u) : layer.ofState(2, kept, u);
                next[u] = (1 - z) * Math.tanh(layer.ofInput(2, time, n, u) + recurrent) + z * h[u];
            }
            return next;
        });
        Gru gru = new Gru(layer.form(), List.of(new Sigmoid(), new Tanh()), linearFirst, Double.POSITIVE_INFINITY);
        Elements.run(gru, layer.x(), layer.w(), layer.r(), layer.bias(), layer.h0())
                .assertEquals(expected);
    }
}
