package dev.toeplitz.graph.zoo;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Add;
import dev.toeplitz.graph.op.Linear;
import dev.toeplitz.graph.op.MatMul;
import dev.toeplitz.graph.op.Mul;
import dev.toeplitz.graph.op.Sigmoid;
import dev.toeplitz.graph.op.Split;
import dev.toeplitz.graph.op.Tanh;
import dev.toeplitz.graph.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The lectures' recurrent layers on N × T × features, unrolled over the T steps: a chain of fully connected layers that share
 * their weights. States before the first step are inputs.
 */
final class Recurrent {
    private final Net net;
    /** Features of a state. */
    private final int width;

    private Recurrent(Setting setting) {
        this.net = new Net(setting);
        this.width = setting.classes();
    }

    /** h(t) = tanh(G · h(t − 1) + H · x(t) + v), in layers one over the other; ends in the last layer's last state. */
    static Graph rnn(Setting setting, int layers) {
        Recurrent cells = new Recurrent(setting);
        List<Value> steps = cells.steps();
        for (int layer = 1; layer <= layers; layer++) {
            steps = cells.rnnLayer("layer%d".formatted(layer), steps);
        }
        return cells.net.endingIn(steps.getLast());
    }

    private List<Value> rnnLayer(String at, List<Value> inputs) {
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

    /**
     * Hochreiter and Schmidhuber 1997, with a forget gate: c(t) = f · c(t − 1) + i · g and h(t) = o · tanh c(t), the gates i, f, o
     * and the candidate g from W · x(t) + R · h(t − 1) + b.
     */
    static Graph lstm(Setting setting) {
        Recurrent cells = new Recurrent(setting);
        return cells.lstmLayer(cells.steps());
    }

    private Graph lstmLayer(List<Value> inputs) {
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
            Value out = net.node(at + "_o", new Sigmoid(), gates.get(2));
            h = net.node(at + "_h", new Mul(), out, net.node(at + "_tanh", new Tanh(), c));
        }
        return net.endingIn(h, c);
    }

    private Value cell(String at, List<Value> gates, Value c) {
        Value in = net.node(at + "_i", new Sigmoid(), gates.get(0));
        Value forget = net.node(at + "_f", new Sigmoid(), gates.get(1));
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
