package dev.toeplitz.graph.zoo;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Add;
import dev.toeplitz.graph.op.Linear;
import dev.toeplitz.graph.op.Lstm;
import dev.toeplitz.graph.op.MatMul;
import dev.toeplitz.graph.op.Mul;
import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.op.Rnn;
import dev.toeplitz.graph.op.Sigmoid;
import dev.toeplitz.graph.op.Split;
import dev.toeplitz.graph.op.Tanh;
import dev.toeplitz.graph.op.Transpose;
import dev.toeplitz.graph.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The lectures' recurrent layers on N × T × features: as one that runs through time from a state of zeros, and unrolled over
 * the T steps, a chain of fully connected layers that share their weights and whose first state is an input.
 */
final class Recurrent {
    private final Net net;
    /** Features of a state. */
    private final int width;

    private Recurrent(Setting setting) {
        this.net = new Net(setting);
        this.width = setting.classes();
    }

    /** h(t) = tanh(G · h(t − 1) + H · x(t) + v), in layers one over the other; ends in the last layer's states. */
    static Graph rnn(Setting setting, int layers) {
        Recurrent cells = new Recurrent(setting);
        Value x = cells.timeFirst();
        for (int layer = 1; layer <= layers; layer++) {
            x = cells.layer("layer%d".formatted(layer), new Rnn(), 1, x);
        }
        return cells.net.endingIn(x);
    }

    /**
     * Hochreiter and Schmidhuber 1997, with a forget gate: c(t) = f · c(t − 1) + i · g and h(t) = o · tanh c(t), the gates i, o, f
     * and the candidate g from W · x(t) + R · h(t − 1) + b.
     */
    static Graph lstm(Setting setting) {
        Recurrent cells = new Recurrent(setting);
        return cells.net.endingIn(cells.layer("lstm", new Lstm(), 4, cells.timeFirst()));
    }

    private Value timeFirst() {
        return net.node("time_first", new Transpose(List.of(1, 0, 2)), net.input());
    }

    /** The states of all steps, T × N × width, of a layer of {@code gates} gates. */
    private Value layer(String at, Operator cell, int gates, Value x) {
        Value w = net.weight(at + ".W", 1, gates * width, x.type().shape().at(2));
        Value r = net.weight(at + ".R", 1, gates * width, width);
        Value states = net.nodes(at, cell, x, w, r, net.weight(at + ".b", 1, gates * width))
                .getFirst();
        Shape s = states.type().shape();
        return net.reshape(at + "_states", states, s.at(0), s.at(2), width);
    }

    /** The plain layer as the lectures unroll it; ends in the last state. */
    static Graph rnnUnrolled(Setting setting) {
        Recurrent cells = new Recurrent(setting);
        return cells.net.endingIn(cells.rnnSteps("layer1", cells.steps()).getLast());
    }

    private List<Value> rnnSteps(String at, List<Value> inputs) {
        Value h = net.weight(at + ".H", width, Net.channels(inputs.getFirst()));
        Value v = net.weight(at + ".v", width);
        Value g = net.weight(at + ".G", width, width);
        Value state = state(at + "_state");
        List<Value> states = new ArrayList<>();
        for (int t = 0; t < inputs.size(); t++) {
            String step = "%s_%d".formatted(at, t + 1);
            Value driven = net.node(step + "_input", new Linear(), inputs.get(t), h, v);
            Value sum = net.node(step + "_sum", new Add(), net.node(step + "_state", new MatMul(), state, g), driven);
            state = net.node(step, new Tanh(), sum);
            states.add(state);
        }
        return states;
    }

    static Graph lstmUnrolled(Setting setting) {
        Recurrent cells = new Recurrent(setting);
        return cells.lstmSteps(cells.steps());
    }

    private Graph lstmSteps(List<Value> inputs) {
        Value w = net.weight("W", 4 * width, Net.channels(inputs.getFirst()));
        Value b = net.weight("b", 4 * width);
        Value r = net.weight("R", width, 4 * width);
        Value h = state("h");
        Value c = state("c");
        for (int t = 0; t < inputs.size(); t++) {
            String at = "step%d".formatted(t + 1);
            Value driven = net.node(at + "_input", new Linear(), inputs.get(t), w, b);
            Value sum = net.node(at + "_sum", new Add(), net.node(at + "_state", new MatMul(), h, r), driven);
            List<Value> gates = net.nodes(at + "_gates", new Split(1, Collections.nCopies(4, width)), sum);
            c = cell(at, gates, c);
            Value out = net.node(at + "_o", new Sigmoid(), gates.get(1));
            h = net.node(at + "_h", new Mul(), out, net.node(at + "_tanh", new Tanh(), c));
        }
        return net.endingIn(h, c);
    }

    private Value cell(String at, List<Value> gates, Value c) {
        Value in = net.node(at + "_i", new Sigmoid(), gates.get(0));
        Value forget = net.node(at + "_f", new Sigmoid(), gates.get(2));
        Value candidate = net.node(at + "_g", new Tanh(), gates.get(3));
        Value kept = net.node(at + "_kept", new Mul(), forget, c);
        return net.node(at + "_c", new Add(), kept, net.node(at + "_new", new Mul(), in, candidate));
    }

    private Value state(String name) {
        return net.input(name + "_before", Shape.of(net.input().type().shape().at(0), width));
    }

    /** The inputs of each step, N × features. */
    private List<Value> steps() {
        Shape s = net.input().type().shape();
        List<Value> slices = net.nodes("steps", new Split(1, Collections.nCopies(s.at(1), 1)), net.input());
        List<Value> steps = new ArrayList<>();
        for (int t = 0; t < slices.size(); t++) {
            steps.add(net.reshape("x_%d".formatted(t + 1), slices.get(t), s.at(0), s.at(2)));
        }
        return steps;
    }
}
